#include "dialogs/checker/question_reader.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace dialogs {
namespace {

using base::Position;
using base::YamlNode;
using base::YamlReader;

constexpr std::array kTypes = {
    QuestionType::text,           QuestionType::number,    QuestionType::money,
    QuestionType::date,           QuestionType::choice,    QuestionType::yes_no,
    QuestionType::pick_one,       QuestionType::pick_many, QuestionType::files,
    QuestionType::phone,          QuestionType::email,     QuestionType::iban,
    QuestionType::tracking_number};
constexpr std::array<std::string_view, 5> kFileTypes = {"jpeg", "png", "heic", "webp", "pdf"};
constexpr std::int64_t kMaxFiles = 20;
constexpr std::size_t kMaxOptions = 30;
constexpr std::size_t kMaxOffers = 3;

class QuestionReader {
 public:
  QuestionReader(YamlReader& reader, const std::string& key, const std::string& file,
                 Workspace& workspace)
      : reader_(reader), key_(key), file_(file), workspace_(workspace) {}

  Question read() {
    read_type();
    question_.text = read_required_text(reader_, "text", key_, file_, workspace_);
    question_.label = text("label", "label");
    question_.why = text("why", "why");
    question_.reworded = text("reworded", "reworded");
    read_options();
    read_picking();
    read_limits();
    read_checks();
    read_tries();
    read_skipping();
    question_.captures_all = reader_.optional_boolean("captures_all").value_or(false);
    question_.sensitive = reader_.optional_boolean("sensitive").value_or(false);
    if (question_.sensitive && question_.why.empty()) {
      fault(reader_.position(), "a sensitive question has no `why`",
            "tell the customer what it is used for");
    }
    return std::move(question_);
  }

 private:
  void fault(const Position& where, std::string message, std::string hint = {}) {
    workspace_.faults.error(where, std::move(message), std::move(hint));
  }

  Text text(std::string_view field, std::string_view part) {
    return read_text(reader_, field, key_ + "." + std::string(part), file_, workspace_);
  }

  bool is_type(std::initializer_list<QuestionType> types) const {
    return std::find(types.begin(), types.end(), question_.type) != types.end();
  }

  // The field's node; reports a field that does not go with this type of question.
  const YamlNode* field_for(std::string_view field, std::initializer_list<QuestionType> types) {
    const YamlNode* node = reader_.optional(field);
    if (node == nullptr || is_type(types)) return node;
    std::string hint = "it goes with";
    for (const QuestionType type : types) hint += " " + std::string(to_string(type));
    fault(reader_.position(*node),
          "`" + std::string(field) + "` does not go with a question of type " +
              std::string(to_string(question_.type)),
          hint);
    return nullptr;
  }

  void read_type() {
    const auto word = reader_.required_text("as");
    if (!word) return;
    std::vector<std::string> names;
    for (const QuestionType type : kTypes) {
      if (to_string(type) == *word) {
        question_.type = type;
        return;
      }
      names.emplace_back(to_string(type));
    }
    fault(reader_.position(*reader_.node().find("as")), "unknown type of question '" + *word + "'",
          base::suggest_any(*word, names));
    question_.type = QuestionType::yes_no;  // nothing more to say about it
  }

  void read_options() {
    const YamlNode* node = field_for("options", {QuestionType::choice});
    if (question_.type == QuestionType::choice && node == nullptr) {
      fault(reader_.position(), "a choice has no `options`", "write words with their labels");
    }
    if (node == nullptr) return;
    if (!node->is_map() || node->members.size() < 2 || node->members.size() > kMaxOptions) {
      fault(reader_.position(*node), "expected 2 to 30 options, each a word with its label",
            "one on a line: `damaged: It is damaged`");
      return;
    }
    YamlReader options(*node, file_, "options", workspace_.faults);
    for (const auto& [word, label] : node->members) {
      if (!is_name(word.scalar)) {
        fault(options.position(word), "'" + word.scalar + "' is no word for an option",
              "small letters, digits and _");
      }
      question_.options.push_back(
          {word.scalar,
           read_text(options, word.scalar, key_ + ".option." + word.scalar, file_, workspace_)});
    }
  }

  void read_picking() {
    const auto picks = {QuestionType::pick_one, QuestionType::pick_many};
    if (const YamlNode* from = field_for("from", picks)) {
      read_source(*from);
    } else if (is_type(picks)) {
      fault(reader_.position(), "a pick has no `from`", "a look-up or a list to pick from");
    }
    if (const YamlNode* where = field_for("where", picks)) {
      question_.where = read_expression(*where, file_, workspace_.faults);
    }
    if (const YamlNode* count = field_for("count", {QuestionType::pick_many})) {
      question_.count =
          read_range(*count, file_, {1, 50}, workspace_.faults).value_or(question_.count);
    }
    field_for("item", picks);
    field_for("hint", picks);
    if (const YamlNode* show = field_for("show", picks)) {
      question_.show = base::yaml_text(*show, file_, workspace_.faults).value_or("");
    }
    if (!is_type(picks)) return;
    question_.item = read_required_text(reader_, "item", key_ + ".item", file_, workspace_);
    question_.hint = text("hint", "hint");
  }

  void read_source(const YamlNode& node) {
    const auto raw = read_scalar(node, file_, workspace_.faults);
    if (!raw) return;
    const std::string head = raw->text.substr(0, raw->text.find('('));
    ItemSource source;
    if (head.size() < raw->text.size() && head.find('.') != std::string::npos) {
      auto call = base::parse_call(raw->text, raw->where, workspace_.faults);
      if (!call) return;
      source.lookup = std::move(call->name);
      source.arguments = std::move(call->arguments);
    } else {
      source.list = base::Expression::parse(raw->text, raw->where, workspace_.faults);
      if (!source.list) return;
    }
    question_.from = std::move(source);
  }

  void read_limits() {
    if (const YamlNode* length = field_for("length", {QuestionType::text})) {
      question_.length =
          read_range(*length, file_, {1, 4000}, workspace_.faults).value_or(Range{1, 1});
    }
    if (const YamlNode* currency = field_for("currency", {QuestionType::money})) {
      question_.currency = read_expression(*currency, file_, workspace_.faults);
    } else if (question_.type == QuestionType::money) {
      fault(reader_.position(), "a question about money has no `currency`",
            "currency: order.total.currency");
    }
    if (const YamlNode* carrier = field_for("carrier", {QuestionType::tracking_number})) {
      question_.carrier = read_expression(*carrier, file_, workspace_.faults);
    }
    const YamlNode* accept = field_for("accept", {QuestionType::files});
    if (accept != nullptr) {
      read_accept(*accept);
    } else if (question_.type == QuestionType::files) {
      fault(reader_.position(), "a question for files has no `accept`",
            "accept: { types: [jpeg, png], count: 1..5, each: 10 MiB }");
    }
  }

  void read_accept(const YamlNode& node) {
    YamlReader reader(node, file_, "accept", workspace_.faults);
    question_.accept.types = reader.optional_texts("types");
    for (const std::string& type : question_.accept.types) {
      if (std::find(kFileTypes.begin(), kFileTypes.end(), type) != kFileTypes.end()) continue;
      fault(reader.position(*node.find("types")), "unknown type of file '" + type + "'",
            "known here: jpeg png heic webp pdf");
    }
    if (question_.accept.types.empty())
      fault(reader.position(), "`accept` names no types", "types: [jpeg, png, pdf]");
    if (const YamlNode* count = reader.required("count")) {
      question_.accept.count = read_range(*count, file_, {1, kMaxFiles}, workspace_.faults)
                                   .value_or(question_.accept.count);
    }
    if (const YamlNode* each = reader.required("each")) {
      question_.accept.max_bytes_each = read_size(*each, file_, workspace_.faults).value_or(0);
    }
    reader.finish();
  }

  void read_checks() {
    const YamlNode* node = reader_.optional("check");
    if (node == nullptr) return;
    if (!node->is_list()) {
      fault(reader_.position(*node), "expected a list of rules, each with `must` and `say`",
            "begin each with a dash: - must: quantity >= 1");
      return;
    }
    for (std::size_t at = 0; at < node->items.size(); ++at) {
      read_check(node->items[at], key_ + ".check." + std::to_string(at + 1));
    }
  }

  void read_check(const YamlNode& node, const std::string& key) {
    YamlReader reader(node, file_, "check", workspace_.faults);
    const YamlNode* must = reader.required("must");
    auto condition = must ? read_expression(*must, file_, workspace_.faults) : std::nullopt;
    Text say = read_required_text(reader, "say", key, file_, workspace_);
    std::vector<Offer> offers;
    if (const YamlNode* offered = reader.optional("offer")) {
      offers = read_offers(*offered, key + ".offer");
    }
    reader.finish();
    if (condition) {
      question_.checks.push_back({std::move(*condition), std::move(say), std::move(offers)});
    }
  }

  // One offer, or a list of them; the first has the plain key.
  std::vector<Offer> read_offers(const YamlNode& node, const std::string& key) {
    std::vector<Offer> offers;
    if (!node.is_list()) {
      offers.push_back(read_offer(node, key));
      return offers;
    }
    if (node.items.empty() || node.items.size() > kMaxOffers) {
      fault(reader_.position(node), "expected 1 to 3 offers", "- { confirm: yes, label: ... }");
    }
    for (const YamlNode& item : node.items) {
      const std::string number = std::to_string(offers.size() + 1);
      offers.push_back(read_offer(item, offers.empty() ? key : key + "." + number));
    }
    return offers;
  }

  Offer read_offer(const YamlNode& node, const std::string& key) {
    YamlReader reader(node, file_, "offer", workspace_.faults);
    Offer offer;
    const bool confirms = reader.optional_boolean("confirm").value_or(false);
    const bool corrects = reader.optional_boolean("correct").value_or(false);
    if (confirms) offer.kind = Offer::Kind::confirm;
    if (corrects) offer.kind = Offer::Kind::correct;
    if (const YamlNode* value = reader.optional("value")) {
      offer.value = read_expression(*value, file_, workspace_.faults);
    }
    const int kinds = int{confirms} + int{corrects} + int{reader.node().find("value") != nullptr};
    if (kinds != 1) {
      fault(reader.position(), "an offer has either a `value` or `confirm: yes`",
            "value: line.quantity; for a tracking number also `correct: yes`");
    }
    if ((confirms || corrects) && question_.type != QuestionType::tracking_number) {
      fault(reader.position(), "only a tracking number can be confirmed", "offer a value");
    }
    offer.label = read_required_text(reader, "label", key, file_, workspace_);
    reader.finish();
    return offer;
  }

  void read_tries() {
    question_.tries = workspace_.repair.tries;
    const YamlNode* node = reader_.optional("tries");
    if (node != nullptr) {
      YamlReader reader(*node, file_, "tries", workspace_.faults);
      question_.tries.max = static_cast<int>(reader.required_integer("max", 1, 10).value_or(3));
      if (const YamlNode* then = reader.optional("then")) {
        if (auto exit = read_exit(*then, file_, workspace_.faults)) {
          question_.tries.then = std::move(*exit);
        }
      }
      reader.finish();
    }
    const Exit& exit = question_.tries.then;
    if (exit.queue.empty() && exit.outcome.empty()) {
      fault(reader_.position(), "the question has no way out after too many tries",
            "add `tries: { max: 3, then: handover.support }` here or in repair.yaml");
    }
  }

  void read_skipping() {
    const YamlNode* node = reader_.optional("optional");
    if (node == nullptr) return;
    Optional skipping;
    if (node->is_map()) {
      YamlReader reader(*node, file_, "optional", workspace_.faults);
      if (const YamlNode* condition = reader.optional("if")) {
        skipping.condition = read_expression(*condition, file_, workspace_.faults);
        if (!skipping.condition) return;
      }
      skipping.label = read_required_text(reader, "label", key_ + ".skip", file_, workspace_);
      reader.finish();
    } else {
      if (!reader_.optional_boolean("optional").value_or(false)) return;
      // The label is the shared text `skip`.
      skipping.label = read_text(reader_, "skip", key_ + ".skip", file_, workspace_);
    }
    question_.optional = std::move(skipping);
  }

  YamlReader& reader_;
  const std::string& key_;
  const std::string& file_;
  Workspace& workspace_;
  Question question_;
};

}  // namespace

Question read_question(YamlReader& reader, const std::string& key, const std::string& file,
                       Workspace& workspace) {
  return QuestionReader(reader, key, file, workspace).read();
}

}  // namespace dialogs

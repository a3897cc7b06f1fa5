#include "tests/exploration/text_coverage.hpp"

#include <algorithm>
#include <optional>

namespace tests {
namespace {

using namespace dialogs;

// The plain pieces of a template with something to read in them.
std::vector<std::string> fixed_words(const Template& text) {
  std::vector<std::string> pieces;
  for (const auto& part : text.parts) {
    const bool is_plain = !part.value && part.head.empty();
    const bool is_readable = std::any_of(part.text.begin(), part.text.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
             (c >= 'A' && c <= 'Z');
    });
    if (is_plain && is_readable) pieces.push_back(part.text);
  }
  return pieces;
}

bool has_in_order(const std::string& said, const std::vector<std::string>& pieces) {
  std::size_t from = 0;
  for (const auto& piece : pieces) {
    const auto at = said.find(piece, from);
    if (at == std::string::npos) return false;
    from = at + piece.size();
  }
  return true;
}

void add_question(const Question& question, const auto& add) {
  for (const auto* text : {&question.text, &question.label, &question.why, &question.reworded,
                           &question.item, &question.hint}) {
    add(*text);
  }
  for (const auto& option : question.options) add(option.label);
  if (question.optional) add(question.optional->label);
  for (const auto& check : question.checks) {
    add(check.say);
    for (const auto& offer : check.offers) add(offer.label);
  }
}

bool asks_for(const Program& program, QuestionType type) {
  return std::any_of(program.flows.begin(), program.flows.end(), [&](const Flow& flow) {
    return std::any_of(flow.steps.begin(), flow.steps.end(), [&](const Step& step) {
      const auto* ask = step.as<AskStep>();
      return ask != nullptr && ask->question.type == type;
    });
  });
}

// The type of question that alone can give the reason or the example.
std::optional<QuestionType> type_behind(std::string_view key) {
  static const std::map<std::string_view, QuestionType> kTypes{
      {"not_a_number", QuestionType::number},  {"not_whole", QuestionType::number},
      {"not_an_amount", QuestionType::money},  {"other_currency", QuestionType::money},
      {"too_precise", QuestionType::money},    {"not_a_date", QuestionType::date},
      {"no_such_date", QuestionType::date},    {"not_yes_or_no", QuestionType::yes_no},
      {"not_a_phone", QuestionType::phone},    {"not_an_email", QuestionType::email},
      {"not_an_iban", QuestionType::iban},     {"iban_length", QuestionType::iban},
      {"iban_check", QuestionType::iban},      {"not_a_track", QuestionType::tracking_number},
      {"too_few", QuestionType::pick_many},    {"too_many", QuestionType::pick_many},
      {"no_files", QuestionType::files},       {"file_type", QuestionType::files},
      {"file_too_large", QuestionType::files}, {"too_many_files", QuestionType::files},
      {"too_few_files", QuestionType::files},  {"track_check", QuestionType::tracking_number},
  };
  constexpr std::string_view kReason = "repair.reason.";
  constexpr std::string_view kExample = "repair.example.";
  if (key.starts_with(kReason)) {
    const auto found = kTypes.find(key.substr(kReason.size()));
    if (found != kTypes.end()) return found->second;
  }
  constexpr int kLastType = static_cast<int>(QuestionType::tracking_number);
  for (int type = 0; key.starts_with(kExample) && type <= kLastType; ++type) {
    const auto one = static_cast<QuestionType>(type);
    if (to_string(one) == key.substr(kExample.size())) return one;
  }
  return std::nullopt;
}

// Why no conversation with these flows can say the text; empty when one can.
std::string why_not_sayable(const Program& program, std::string_view key) {
  if (key == "repair.broken") return "says that the engine itself is broken";
  if (key.starts_with("repair.helped") || key == "repair.unanswered") {
    return "belongs to the search in articles: tests/scenarios/questions.yaml";
  }
  const auto type = type_behind(key);
  if (type && !asks_for(program, *type)) {
    return "no flow asks for: " + std::string(to_string(*type));
  }
  return {};
}

}  // namespace

TextCoverage::TextCoverage(const Program& program) : program_(program) {
  const auto take = [&](const Text& text) { add(text); };
  for (const Flow& flow : program.flows) {
    add(flow.title);
    add(flow.starts.label);
    add(flow.requires_say);
    for (const Step& step : flow.steps) {
      if (const auto* say = step.as<SayStep>()) add(say->text);
      if (const auto* ask = step.as<AskStep>()) add_question(ask->question, take);
      if (const auto* handover = step.as<HandoverStep>()) add(handover->say);
      const auto* review = step.as<ReviewStep>();
      if (review == nullptr) continue;
      add(review->text);
      add(review->confirm);
    }
  }
  for (const auto& key : program.texts.keys()) {
    // Cases and articles have tests of their own (tests/scenarios, tests/unit/knowledge).
    const bool is_elsewhere = key.starts_with("case.") || key.starts_with("info.");
    if (!is_elsewhere) add(*program.texts.find(key));
  }
}

void TextCoverage::add(const Text& text) {
  if (!text.empty()) texts_[text.key] = &text;
}

void TextCoverage::note(const Reply& reply, const std::string& language) {
  auto& said = said_[language];
  said.insert(reply.text);
  for (const auto& button : reply.buttons) {
    said.insert(button.label);
    said.insert(button.hint);
  }
  for (const auto& card : reply.cards) {
    for (const auto& row : card.rows) {
      said.insert(row.label);
      said.insert(row.value);
    }
  }
}

std::vector<TextSeen> TextCoverage::result() const {
  std::vector<TextSeen> all;
  for (const auto& [key, text] : texts_) {
    TextSeen seen{key, text->languages.front().second.where, {}, {}};
    bool can_be_told = false;
    for (const auto& [language, said] : said_) {
      const auto pieces = fixed_words(text->in(language));
      can_be_told = can_be_told || !pieces.empty();
      const bool is_seen = std::any_of(said.begin(), said.end(), [&](const std::string& one) {
        return has_in_order(one, pieces);
      });
      if (is_seen) seen.languages.insert(language);
    }
    seen.not_sayable = why_not_sayable(program_, key);
    if (can_be_told) all.push_back(std::move(seen));
  }
  return all;
}

std::size_t TextCoverage::gaps() const {
  std::size_t count = 0;
  for (const auto& text : result()) {
    if (text.not_sayable.empty()) count += said_.size() - text.languages.size();
  }
  return count;
}

}  // namespace tests

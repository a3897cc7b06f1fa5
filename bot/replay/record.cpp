#include "bot/replay/record.hpp"

#include <algorithm>
#include <map>

#include "base/json.hpp"

namespace bot {
namespace {

using base::Value;

// Less than that passes while people type and machines work.
constexpr base::Duration kPause = std::chrono::minutes(1);

// A text as YAML that reads back as it is, on one line.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

std::string list_of(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() > 1 ? ", " : "") + quoted(item);
  return out + "]";
}

// An answer of that type which says nothing about anybody.
std::string example_of(dialogs::QuestionType type) {
  switch (type) {
    case dialogs::QuestionType::iban:
      return "DE89370400440532013000";
    case dialogs::QuestionType::phone:
      return "+7 701 000 00 00";
    case dialogs::QuestionType::email:
      return "somebody@example.com";
    case dialogs::QuestionType::number:
      return "1";
    default:
      return "a private answer";
  }
}

std::string span_of(base::Duration length) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(length).count();
  return std::to_string(minutes) + " minutes";
}

class Recorder {
 public:
  Recorder(const JournaledConversation& conversation, const FindProfile& find,
           const FindCaseEvents& case_events, const std::string& customer)
      : conversation_(conversation),
        replay_(conversation.row, find),
        case_events_(case_events),
        customer_(customer) {}

  base::Result<std::string> run() {
    base::Instant before{};
    for (const auto& row : conversation_.turns) {
      const base::Duration pause = row.at - before;
      if (before == base::Instant{}) {
        head(row.at);
      } else if (pause >= kPause) {
        add("wait: " + quoted(span_of(pause)));
      }
      before = row.at;
      const dialogs::State before_turn = replay_.state();
      const auto replayed = replay_.run(row);
      if (!replayed) return replayed.error();
      mask_ = {};
      if (const auto program = replay_.program()) {
        const auto* asked = private_question(*program, before_turn, replayed->changes);
        if (asked != nullptr) mask_ = example_of(asked->type);
      }
      if (auto did = add_input(row); !did) return did.error();
      add_output(row.output);
    }
    return out_;
  }

 private:
  void head(base::Instant at) {
    out_ = "# Recorded from a conversation of " + std::to_string(conversation_.turns.size()) +
           " turns; private values are replaced by examples.\n";
    out_ += "suite: recorded\nlayer: commands\ngiven:\n  clock: " + base::to_iso(at) + "\n";
    if (!customer_.empty()) out_ += "  customer: " + quoted(customer_) + "\n";
    out_ += "tests:\n  - name: as it was recorded\n    chat:\n";
  }
  void add(const std::string& line) { out_ += "      - " + line + "\n"; }

  base::Result<void> add_input(const storage::JournalRow& row) {
    const auto input = base::parse_json(row.input, {1U << 20U, 32, 10'000});
    if (!input) return input.error();
    if (input->at("message").is_record()) {
      add_message(input->at("message"));
    } else if (input->at("press").is_record()) {
      add_press(input->at("press"));
    } else if (input->at("case").is_record()) {
      add_case_event(input->at("case"), row.at);
    } else if (input->at("outcome").is_text()) {
      add("hand_back: " + quoted(input->text_at("outcome")));
    }
    // What timers did follows from the time that passed.
    return {};
  }

  void add_message(const Value& message) {
    std::vector<std::string> types;
    const Value& files = message.at("attachments");
    for (const Value& file : files.is_list() ? files.list() : Value::List{}) {
      types.emplace_back(file.text_at("type"));
    }
    if (!types.empty()) add("attach: " + list_of(types));
    const auto text = message.text_at("text");
    if (text.empty() && !types.empty()) return;
    add("user: " + quoted(mask_.empty() ? text : std::string_view(mask_)));
  }

  void add_press(const Value& press) {
    std::vector<std::string> labels;
    for (const Value& button :
         press.at("buttons").is_list() ? press.at("buttons").list() : Value::List{}) {
      const auto known = labels_.find(button.text());
      // A start button of the shop's page is named; what nobody offered is sent as it came.
      labels.push_back(known == labels_.end() ? button.text() : known->second);
      if (known == labels_.end() && button.text().find('.') == std::string::npos) {
        add("start: " + quoted(button.text()));
        return;
      }
    }
    add("press: " + list_of(labels));
  }

  void add_case_event(const Value& event, base::Instant at) {
    const auto actor = event.text_at("actor");
    if (actor != "support" && actor != "warehouse" && actor != "finance") return;
    std::string line =
        "office: { by: " + std::string(actor) + ", event: " + std::string(event.text_at("event"));
    for (const auto& row : case_events_(std::string(event.text_at("number")))) {
      if (row.event != event.text_at("event") || row.at != at) continue;
      const auto data = base::parse_json(row.data, {1U << 20U, 32, 10'000});
      if (data && data->is_record() && !data->record().empty())
        line += ", data: " + flow_map(*data);
    }
    add(line + " }");
  }

  static std::string flow_map(const Value& value) {
    if (value.is_boolean()) return value.boolean() ? "yes" : "no";
    if (value.is_integer()) return std::to_string(value.integer());
    if (value.is_text()) return quoted(value.text());
    if (value.is_list()) {
      std::string out = "[";
      for (const Value& item : value.list()) out += (out.size() > 1 ? ", " : "") + flow_map(item);
      return out + "]";
    }
    if (!value.is_record()) return "''";
    std::string out = "{ ";
    for (const auto& field : value.record()) {
      out += (out.size() > 2 ? ", " : "") + field.name + ": " + flow_map(field.value);
    }
    return out + " }";
  }

  void add_output(std::string_view output) {
    while (!output.empty()) {
      const auto end = output.find('\n');
      const auto frame = base::parse_json(output.substr(0, end), {1U << 20U, 32, 10'000});
      output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
      if (!frame) continue;
      note_labels(frame->at("buttons"));
      const Value& cards = frame->at("cards");
      for (const Value& card : cards.is_list() ? cards.list() : Value::List{}) {
        note_labels(card.at("rows"));
      }
      if (frame->text_at("from") == "customer") continue;
      const bool asks = !frame->at("expects").is_nothing();
      const std::string step(frame->text_at("step"));
      add(std::string("bot: { ") + (asks ? "asks" : "says") + ": " + step + " }");
    }
  }

  void note_labels(const Value& offered) {
    for (const Value& one : offered.is_list() ? offered.list() : Value::List{}) {
      const auto token = one.text_at("token");
      if (!token.empty()) labels_[std::string(token)] = one.text_at("label");
    }
  }

  const JournaledConversation& conversation_;
  Replay replay_;
  const FindCaseEvents& case_events_;
  const std::string& customer_;
  std::map<std::string, std::string, std::less<>> labels_;  // by token
  std::string mask_;  // what stands in for the customer's words in this turn; empty: themselves
  std::string out_;
};

}  // namespace

base::Result<std::string> record(const JournaledConversation& conversation, const FindProfile& find,
                                 const FindCaseEvents& case_events, const std::string& customer) {
  return Recorder(conversation, find, case_events, customer).run();
}

}  // namespace bot

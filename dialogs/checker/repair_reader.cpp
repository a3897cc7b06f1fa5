#include "dialogs/checker/repair_reader.hpp"

#include "base/clock.hpp"
#include "base/yaml.hpp"
#include "dialogs/checker/fields.hpp"

namespace dialogs {
namespace {

using base::YamlNode;
using base::YamlReader;

// "09:00-21:00" as minutes of the day.
std::optional<HourSpan> read_span(std::string_view text) {
  const auto minute = [&](std::size_t at) -> std::optional<int> {
    for (const std::size_t digit : {at, at + 1, at + 3, at + 4}) {
      if (text[digit] < '0' || text[digit] > '9') return std::nullopt;
    }
    const int hour = (text[at] - '0') * 10 + (text[at + 1] - '0');
    const int past = (text[at + 3] - '0') * 10 + (text[at + 4] - '0');
    if (text[at + 2] != ':' || past > 59 || hour * 60 + past > 24 * 60) return std::nullopt;
    return hour * 60 + past;
  };
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto open = minute(0);
  const auto close = minute(6);
  if (!open || !close || *open >= *close) return std::nullopt;
  return HourSpan{*open, *close};
}

// "2027-01-01".
std::optional<std::chrono::sys_days> read_day(std::string_view text) {
  const auto date = text.size() == 10 ? base::from_iso(text) : std::nullopt;
  if (!date) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*date);
}

class RepairReader {
 public:
  RepairReader(const std::string& file, base::Faults& faults) : file_(file), faults_(faults) {}

  RepairSettings read(const YamlNode& root) {
    YamlReader reader(root, file_, "repair file", faults_);
    if (const auto* node = reader.required("cannot_understand")) read_ladder(*node);
    if (const auto* node = reader.required("tries")) read_tries(*node);
    if (const auto* node = reader.optional("resume")) read_resume(*node);
    if (const auto* node = reader.optional("cancel")) read_cancel(*node);
    if (const auto* node = reader.required("silence")) read_silence(*node);
    if (const auto* node = reader.optional("stack")) {
      YamlReader stack(*node, file_, "stack", faults_);
      settings_.max_tasks =
          static_cast<int>(stack.optional_integer("max_tasks", 1, 10).value_or(3));
      stack.finish();
    }
    if (const auto* node = reader.required("handover")) read_queues(*node);
    if (const auto* node = reader.optional("greeting")) {
      YamlReader greeting(*node, file_, "greeting", faults_);
      settings_.greeting_buttons = greeting.optional_texts("buttons");
      settings_.greeting_where = greeting.position();
      greeting.finish();
    }
    reader.finish();
    check_exit(settings_.cannot_understand.then, root);
    check_exit(settings_.tries.then, root);
    return std::move(settings_);
  }

 private:
  void read_exit_of(YamlReader& reader, Exit& exit) {
    const YamlNode* then = reader.required("then");
    if (then == nullptr) return;
    if (auto read = read_exit(*then, file_, faults_)) exit = std::move(*read);
  }

  void read_ladder(const YamlNode& node) {
    YamlReader reader(node, file_, "cannot_understand", faults_);
    RepairSettings::Ladder& ladder = settings_.cannot_understand;
    ladder.reask = static_cast<int>(reader.optional_integer("reask", 0, 5).value_or(1));
    ladder.reword = static_cast<int>(reader.optional_integer("reword", 0, 5).value_or(1));
    ladder.buttons = static_cast<int>(reader.optional_integer("buttons", 0, 5).value_or(1));
    read_exit_of(reader, ladder.then);
    reader.finish();
  }

  void read_tries(const YamlNode& node) {
    YamlReader reader(node, file_, "tries", faults_);
    settings_.tries.max = static_cast<int>(reader.required_integer("max", 1, 10).value_or(3));
    read_exit_of(reader, settings_.tries.then);
    reader.finish();
  }

  // The word of a field that must be the first or the second; whether it is the first.
  bool read_either(YamlReader& reader, std::string_view field, std::string_view first,
                   std::string_view second) {
    const auto word = reader.optional_text(field);
    if (word && *word != first && *word != second) {
      faults_.error(reader.position(*reader.node().find(field)), "unknown word '" + *word + "'",
                    "either " + std::string(first) + " or " + std::string(second));
    }
    return !word || *word == first;
  }

  void read_resume(const YamlNode& node) {
    YamlReader reader(node, file_, "resume", faults_);
    settings_.resume_after_info_at_once = read_either(reader, "after_info", "at_once", "ask");
    settings_.resume_after_task = read_either(reader, "after_task", "ask", "at_once")
                                      ? RepairSettings::AfterTask::ask
                                      : RepairSettings::AfterTask::at_once;
    settings_.resume_declined = read_either(reader, "declined", "park", "cancel")
                                    ? RepairSettings::Declined::park
                                    : RepairSettings::Declined::cancel;
    reader.finish();
  }

  void read_cancel(const YamlNode& node) {
    YamlReader reader(node, file_, "cancel", faults_);
    const YamlNode* conditions = reader.optional("confirm_if");
    settings_.confirm_cancel_files = false;
    settings_.confirm_cancel_answers = 0;
    for (const std::string& condition : reader.optional_texts("confirm_if")) {
      const bool is_count = condition.size() == 12 && condition.starts_with("answers >= ") &&
                            condition[11] >= '1' && condition[11] <= '9';
      if (is_count) {
        settings_.confirm_cancel_answers = condition[11] - '0';
      } else if (condition == "any files") {
        settings_.confirm_cancel_files = true;
      } else {
        faults_.error(reader.position(*conditions), "unknown condition '" + condition + "'",
                      "known here: answers >= 3 (1 to 9), any files");
      }
    }
    reader.finish();
  }

  void read_silence(const YamlNode& node) {
    YamlReader reader(node, file_, "silence", faults_);
    const auto read = [&](std::string_view field) {
      const YamlNode* value = reader.required(field);
      const auto duration = value ? read_duration(*value, file_, faults_) : std::nullopt;
      return duration.value_or(base::Duration::zero());
    };
    settings_.nudge_after = read("nudge_after");
    settings_.park_after = read("park_after");
    settings_.close_after = read("close_after");
    const bool is_ordered = settings_.nudge_after <= settings_.park_after &&
                            settings_.park_after <= settings_.close_after;
    if (!is_ordered) {
      faults_.error(reader.position(), "the steps of silence are out of order",
                    "nudge_after, then park_after, then close_after");
    }
    reader.finish();
  }

  void read_queues(const YamlNode& node) {
    if (!node.is_map()) {
      faults_.error({file_, node.line, node.column}, "expected queues by name",
                    "support: { hours: 09:00-21:00, closed: leave_message }");
      return;
    }
    for (const auto& [key, value] : node.members) {
      YamlReader reader(value, file_, "queue", faults_);
      QueueSettings queue;
      queue.name = key.scalar;
      if (const auto* hours = reader.optional("hours")) read_hours(*hours, queue);
      if (const auto* days = reader.optional("holidays")) read_holidays(*days, queue);
      queue.is_closed_on_days_off = !read_either(reader, "days", "every", "working");
      queue.leaves_message = read_either(reader, "closed", "leave_message", "queue");
      reader.finish();
      settings_.queues.push_back(std::move(queue));
    }
  }

  // One span, or several of a day in their order: [09:00-13:00, 14:00-18:00].
  void read_hours(const YamlNode& node, QueueSettings& queue) {
    const std::vector<YamlNode> spans = node.is_list() ? node.items : std::vector<YamlNode>{node};
    queue.hours.clear();
    for (const YamlNode& one : spans) {
      const auto span = read_span(one.scalar);
      if (!span) {
        faults_.error({file_, one.line, one.column}, "'" + one.scalar + "' are no opening hours",
                      "write them as 09:00-21:00");
      } else if (!queue.hours.empty() && span->open < queue.hours.back().close) {
        faults_.error({file_, one.line, one.column},
                      "'" + one.scalar + "' begins before the hours in front of it end",
                      "write the hours of a day in their order");
      } else {
        queue.hours.push_back(*span);
      }
    }
    if (queue.hours.empty()) queue.hours = QueueSettings().hours;
  }

  void read_holidays(const YamlNode& node, QueueSettings& queue) {
    for (const YamlNode& one : node.items) {
      if (const auto day = read_day(one.scalar)) {
        queue.holidays.push_back(*day);
      } else {
        faults_.error({file_, one.line, one.column}, "'" + one.scalar + "' is no date",
                      "write it as 2026-12-31");
      }
    }
  }

  void check_exit(const Exit& exit, const YamlNode& root) {
    if (!exit.outcome.empty()) {
      faults_.error({file_, root.line, root.column},
                    "a default exit cannot be `end." + exit.outcome + "`",
                    "outcomes differ by flow: hand over to a queue");
    } else if (!exit.queue.empty() && settings_.find_queue(exit.queue) == nullptr) {
      std::vector<std::string> names;
      for (const QueueSettings& queue : settings_.queues) names.push_back(queue.name);
      faults_.error(
          {file_, root.line, root.column}, "unknown queue '" + exit.queue + "'",
          names.empty() ? "declare it under `handover`" : base::suggest_any(exit.queue, names));
    }
  }

  const std::string& file_;
  base::Faults& faults_;
  RepairSettings settings_;
};

}  // namespace

RepairSettings read_repair(const SourceFile& file, base::Faults& faults) {
  const auto root = base::parse_yaml(file.text, file.name, faults);
  if (!root) return {};
  return RepairReader(file.name, faults).read(*root);
}

}  // namespace dialogs

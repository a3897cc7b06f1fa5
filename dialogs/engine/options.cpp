#include "dialogs/engine/options.hpp"

namespace dialogs {

namespace {

const Question& question_at(const Flow& flow, const Place& place) {
  return flow.steps[place.step].as<AskStep>()->question;
}

// What stands on an item: its own text, or the first field that usually names a thing.
std::string item_label(const Turn& turn, const Question& question, FrameScope& scope,
                       const base::Value& item) {
  if (!question.item.empty()) {
    scope.bind(question.item_name, &item);
    return turn.render(question.item, scope);
  }
  if (item.is_text()) return item.text();
  for (const auto field : {"title", "name", "label", "number", "id"}) {
    const std::string_view text = item.text_at(field);
    if (!text.empty()) return std::string(text);
  }
  return {};
}

// A stable name of an item for its token: its key field, else all of it.
std::uint32_t item_check(const Question& question, const base::Value& item) {
  const base::Value& key = question.item_key.empty() ? item : item.at(question.item_key);
  return check_of_value(key.is_nothing() ? item : key);
}

std::string display_list(const Turn& turn, const Question& question, FrameScope& scope,
                         const base::Value::List& items) {
  std::string out;
  for (const base::Value& item : items) {
    if (!out.empty()) out += ", ";
    out += item_label(turn, question, scope, item);
  }
  return out;
}

std::string number_text(const Turn& turn, const base::Value& value) {
  std::string out;
  turn.context.formatter.number(out, value);
  return out;
}

}  // namespace

base::Value::List items_of(const Turn& turn, const Flow& flow, const Frame& frame,
                           const Place& place, const base::Value& found) {
  const Question& question = question_at(flow, place);
  FrameScope scope(turn.context, flow, frame, place.loops);
  base::Value source = found;
  if (source.is_nothing() && question.from && question.from->list) {
    source = question.from->list->evaluate(scope);
  }
  if (!source.is_list()) return {};
  if (!question.where) return std::move(source.list());
  base::Value::List items;
  for (base::Value& item : source.list()) {
    scope.bind(question.item_name, &item);
    if (question.where->holds(scope)) items.push_back(item);
  }
  return items;
}

std::vector<OfferedOption> options_of(const Turn& turn, const Flow& flow, const Frame& frame,
                                      const Place& place, const base::Value& found) {
  const Question& question = question_at(flow, place);
  FrameScope scope(turn.context, flow, frame, place.loops);
  std::vector<OfferedOption> options;
  switch (question.type) {
    case QuestionType::choice:
      options.reserve(question.options.size());
      for (const Option& option : question.options) {
        options.push_back({option.word,
                           option.word,
                           turn.render(option.label, scope),
                           {},
                           check_of(std::string_view(option.word))});
      }
      break;
    case QuestionType::yes_no:
      options.push_back({true, "yes", turn.text("button.yes"), {}, check_of("yes")});
      options.push_back({false, "no", turn.text("button.no"), {}, check_of("no")});
      break;
    case QuestionType::pick_one:
    case QuestionType::pick_many:
      for (base::Value& item : items_of(turn, flow, frame, place, found)) {
        OfferedOption option{std::move(item), {}, {}, {}, 0};
        option.check = item_check(question, option.value);
        option.label = item_label(turn, question, scope, option.value);
        scope.bind(question.item_name, &option.value);
        option.hint = turn.render(question.hint, scope);
        options.push_back(std::move(option));
      }
      break;
    default:
      break;
  }
  return options;
}

bool is_skippable(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place) {
  const Question& question = question_at(flow, place);
  if (!question.optional) return false;
  if (!question.optional->condition) return true;
  return question.optional->condition->holds(FrameScope(turn.context, flow, frame, place.loops));
}

std::string display(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place,
                    const base::Value& value) {
  const Question& question = question_at(flow, place);
  FrameScope scope(turn.context, flow, frame, place.loops);
  if (value.is_nothing()) return turn.text("value.none");
  if (question.sensitive) return turn.text("value.hidden");
  switch (question.type) {
    case QuestionType::number:
      return number_text(turn, value);
    case QuestionType::money: {
      const base::Value& amount = value.at("amount");
      if (!amount.is_integer()) break;
      std::string out;
      turn.context.formatter.money(out, amount.integer(), value.text_at("currency"));
      return out;
    }
    case QuestionType::date: {
      if (!value.is_text()) break;
      std::string out;
      turn.context.formatter.date(out, value.text());
      return out;
    }
    case QuestionType::choice:
      for (const Option& option : question.options) {
        if (value.is_text() && value.text() == option.word) {
          return turn.render(option.label, scope);
        }
      }
      break;
    case QuestionType::yes_no:
      if (value.is_boolean()) return turn.text(value.boolean() ? "button.yes" : "button.no");
      break;
    case QuestionType::pick_one:
      return item_label(turn, question, scope, value);
    case QuestionType::pick_many:
      if (!value.is_list()) break;
      return value.list().empty() ? turn.text("value.none")
                                  : display_list(turn, question, scope, value.list());
    case QuestionType::files:
      if (!value.is_list()) break;
      return turn.text("value.files", {{"count", static_cast<std::int64_t>(value.list().size())}});
    case QuestionType::tracking_number:
      return std::string(value.text_at("number"));
    default:
      break;
  }
  if (value.is_number()) return number_text(turn, value);
  return value.is_text() ? value.text() : std::string();
}

std::string question_label(const Turn& turn, const Flow& flow, const Frame& frame,
                           const Place& place) {
  const AskStep& ask = *flow.steps[place.step].as<AskStep>();
  FrameScope scope(turn.context, flow, frame, place.loops);
  std::string label = turn.render(ask.question.label, scope);
  if (label.empty()) label = ask.name;
  if (place.loops.empty()) return label;
  const auto* loop = flow.steps[place.loops.back().step].as<ForEachStep>();
  const base::Value* item = scope.find(loop->item);
  const base::Value* list = scope.find(loop->list);
  const StepIndex list_step = flow.find_question(loop->list);
  if (item == nullptr || list_step == kNoStep) return label;
  const bool is_only_one = list != nullptr && list->is_list() && list->list().size() == 1;
  if (is_only_one) return label;
  return item_label(turn, flow.steps[list_step].as<AskStep>()->question, scope, *item) + ": " +
         label;
}

}  // namespace dialogs

#include "dialogs/engine/prompt.hpp"

#include <algorithm>

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/clarify.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/repair_choice.hpp"

namespace dialogs {

namespace {

std::string_view expects_kind(QuestionType type) {
  switch (type) {
    case QuestionType::choice:
    case QuestionType::pick_one:
      return "choice";
    case QuestionType::pick_many:
      return "choices";
    case QuestionType::tracking_number:
      return "track";
    default:
      return to_string(type);
  }
}

Expects expects_of(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place) {
  const Question& question = flow.steps[place.step].as<AskStep>()->question;
  Expects expects{std::string(expects_kind(question.type)), {}};
  base::Record& limits = expects.limits;
  switch (question.type) {
    case QuestionType::text:
      limits["length_min"] = question.length.min;
      limits["length_max"] = question.length.max;
      break;
    case QuestionType::pick_many:
      limits["count_min"] = question.count.min;
      limits["count_max"] = question.count.max;
      break;
    case QuestionType::money:
      if (question.currency) {
        limits["currency"] =
            question.currency->evaluate(FrameScope(turn.context, flow, frame, place.loops));
      }
      break;
    case QuestionType::files: {
      base::Value::List types;
      for (const std::string& type : question.accept.types) types.emplace_back(type);
      limits["types"] = std::move(types);
      limits["count_min"] = question.accept.count.min;
      limits["count_max"] = question.accept.count.max;
      limits["each_bytes"] = question.accept.max_bytes_each;
      break;
    }
    default:
      break;
  }
  if (is_skippable(turn, flow, frame, place)) limits["optional"] = true;
  return expects;
}

void add_option_buttons(const Turn& turn, const Question& question, const Pending& pending,
                        std::vector<OfferedOption> options, Wording wording, Reply& reply) {
  Card card{question.show, {}, {}};
  const bool has_card = !question.show.empty() && wording != Wording::brief;
  for (std::size_t index = 0; index < options.size(); ++index) {
    OfferedOption& option = options[index];
    Button button = turn.button(pending.issue, static_cast<std::uint32_t>(index), option.check,
                                std::move(option.label));
    button.hint = std::move(option.hint);
    if (has_card) card.rows.push_back({button.label, button.hint, button.token});
    reply.buttons.push_back(std::move(button));
  }
  if (!card.rows.empty()) reply.cards.push_back(std::move(card));
}

// Skip, the offer of a check, and the ways out at the top of the ladder.
void add_special_buttons(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place,
                         Wording wording, Reply& reply) {
  const Pending& pending = *turn.state().pending;
  const Question& question = flow.steps[place.step].as<AskStep>()->question;
  const FrameScope scope(turn.context, flow, frame, place.loops);
  const auto add = [&](std::uint32_t index, std::string_view meaning, std::string label) {
    reply.buttons.push_back(turn.button(pending.issue, index, check_of(meaning), std::move(label)));
  };
  for (OfferedAnswer& offer : offered_answers(turn, question_at(turn, frame, flow, place))) {
    reply.buttons.push_back(turn.button(pending.issue, kOfferButton, check_of_value(offer.value),
                                        std::move(offer.label)));
  }
  if (is_skippable(turn, flow, frame, place)) {
    add(kSkipButton, "skip", turn.render(question.optional->label, scope));
  }
  if (wording == Wording::with_buttons) {
    add(kBackButton, "back", turn.text("button.back"));
    add(kCancelButton, "cancel", turn.text("button.cancel"));
    add(kHumanButton, "human", turn.text("button.human"));
  }
}

std::string question_text(const Turn& turn, const Flow& flow, const Frame& frame,
                          const Place& place, Wording wording) {
  const Question& question = flow.steps[place.step].as<AskStep>()->question;
  const FrameScope scope(turn.context, flow, frame, place.loops);
  if (wording == Wording::reworded) {
    if (!question.reworded.empty()) return turn.render(question.reworded, scope);
    const std::string key = "repair.example." + std::string(to_string(question.type));
    return turn.render(question.text, scope) + "\n" + turn.text(key);
  }
  std::string text = turn.render(question.text, scope);
  if (wording == Wording::with_buttons) text += "\n" + turn.text("repair.buttons");
  return text;
}

void prompt_question(Turn& turn, const Flow& flow, const Frame& frame, const Place& place,
                     Wording wording, const std::string& before) {
  const Pending& pending = *turn.state().pending;
  const AskStep& ask = *flow.steps[place.step].as<AskStep>();
  std::string text = question_text(turn, flow, frame, place, wording);
  if (!before.empty()) text = before + "\n" + text;
  Reply& reply = turn.reply(std::move(text), flow.name + "." + flow.steps[place.step].id);
  reply.expects = expects_of(turn, flow, frame, place);
  auto options = options_of(turn, flow, frame, place, pending.options);
  // Where several may be ticked, a client must tell the options from the buttons behind them.
  if (ask.question.type == QuestionType::pick_many) {
    reply.expects->limits["options"] = static_cast<std::int64_t>(options.size());
  }
  add_option_buttons(turn, ask.question, pending, std::move(options), wording, reply);
  add_special_buttons(turn, flow, frame, place, wording, reply);
  turn.has_prompted = true;
}

void prompt_review(Turn& turn, const Flow& flow, const Frame& frame, StepIndex step,
                   Wording wording, const std::string& before) {
  const Pending& pending = *turn.state().pending;
  const ReviewStep& review = *flow.steps[step].as<ReviewStep>();
  const FrameScope scope(turn.context, flow, frame, frame.position.loops);
  std::string text = turn.render(review.text, scope);
  if (wording == Wording::with_buttons) text += "\n" + turn.text("repair.buttons");
  if (!before.empty()) text = before + "\n" + text;
  Card card{"review", {}, {}};
  std::uint32_t index = 0;
  for (const Place& row : review_rows(turn, flow, frame, review)) {
    const std::string path =
        path_prefix(flow, row.loops) + flow.steps[row.step].as<AskStep>()->name;
    const Answer* answer = frame.find_answer(path);
    card.rows.push_back({question_label(turn, flow, frame, row),
                         display(turn, flow, frame, row, answer->value),
                         encode({pending.issue, index++, check_of(path)})});
  }
  Reply& reply = turn.reply(std::move(text), flow.name + "." + flow.steps[step].id);
  reply.cards.push_back(std::move(card));
  reply.expects = Expects{"review", {}};
  reply.buttons.push_back(turn.button(pending.issue, kConfirmButton, check_of("confirm"),
                                      turn.render(review.confirm, scope)));
  reply.buttons.push_back(
      turn.button(pending.issue, kCancelButton, check_of("cancel"), turn.text("button.cancel")));
  if (wording == Wording::with_buttons) {
    reply.buttons.push_back(
        turn.button(pending.issue, kHumanButton, check_of("human"), turn.text("button.human")));
  }
  turn.has_prompted = true;
}

// Every combination of items around a question.
void append_places(const Flow& flow, const Frame& frame, StepIndex question, Place place,
                   std::vector<Place>& out) {
  const std::vector<StepIndex>& loops = flow.steps[question].loops;
  if (place.loops.size() == loops.size()) {
    const Answer* answer = frame.find_answer(path_prefix(flow, place.loops) +
                                             flow.steps[question].as<AskStep>()->name);
    // What was never asked (`only_if` was false) has nothing to change.
    const bool was_asked = answer != nullptr &&
                           !(answer->source == Provenance::fallback && answer->value.is_nothing());
    if (was_asked) out.push_back(std::move(place));
    return;
  }
  const StepIndex loop = loops[place.loops.size()];
  const auto* for_each = flow.steps[loop].as<ForEachStep>();
  std::string prefix = path_prefix(flow, place.loops);
  const Answer* list = frame.find_answer(prefix + for_each->list);
  if (list == nullptr) list = frame.find_answer(for_each->list);
  if (list == nullptr || !list->value.is_list()) return;
  for (std::uint32_t item = 0; item < list->value.list().size(); ++item) {
    Place inner = place;
    inner.loops.push_back({loop, item});
    append_places(flow, frame, question, std::move(inner), out);
  }
}

}  // namespace

std::vector<Place> review_rows(const Turn&, const Flow& flow, const Frame& frame,
                               const ReviewStep& review) {
  std::vector<Place> rows;
  for (const StepIndex question : review.questions) {
    append_places(flow, frame, question, {question, {}}, rows);
  }
  // In the order they were asked: all questions of one item before those of the next.
  std::sort(rows.begin(), rows.end(),
            [](const Place& left, const Place& right) { return order_of(left) < order_of(right); });
  return rows;
}

void prompt_pending(Turn& turn, Wording wording, const std::string& before) {
  const auto& pending = turn.state().pending;
  if (!pending) return;
  const Frame* frame = turn.frame(pending->run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  if (flow == nullptr) return;
  if (pending->kind == Pending::Kind::review) {
    const StepIndex step = flow->find_step(pending->path);
    if (step != kNoStep && flow->steps[step].as<ReviewStep>() != nullptr) {
      prompt_review(turn, *flow, *frame, step, wording, before);
    }
    return;
  }
  if (const auto place = place_of(*flow, pending->path)) {
    prompt_question(turn, *flow, *frame, *place, wording, before);
  }
}

namespace {

std::string about_correction(const Turn& turn, const OpenRepair& repair) {
  const Frame* frame = turn.frame(repair.run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const auto place = flow ? place_of(*flow, repair.path) : std::nullopt;
  return place ? question_label(turn, *flow, *frame, *place) : std::string();
}

}  // namespace

void prompt_repair(Turn& turn) {
  if (!turn.state().repair) return;
  const OpenRepair repair = *turn.state().repair;
  const Frame* frame = turn.frame(repair.run);
  // The task ended meanwhile (the shop found nothing any more): there is nothing left to decide.
  if (repair.run != 0 && frame == nullptr) return turn.change(SetRepair{});
  const std::string title = frame ? turn.title_of(*frame) : std::string();
  const auto add = [&](Reply& reply, std::string yes, std::string no) {
    reply.buttons.push_back(turn.button(repair.issue, 0, check_of("yes"), std::move(yes)));
    reply.buttons.push_back(turn.button(repair.issue, 1, check_of("no"), std::move(no)));
    reply.expects = Expects{"yes_no", {}};
  };
  const auto add_choices = [&](Reply& reply) {
    std::uint32_t index = 0;
    for (const RepairChoice& choice : repair_choices(turn, repair)) {
      reply.buttons.push_back(turn.button(repair.issue, index++, choice.check, choice.label));
    }
    reply.expects = Expects{"choice", {}};
  };
  switch (repair.kind) {
    case OpenRepair::Kind::confirm_cancel:
      add(repair.run == 0 ? turn.say("repair.confirm_cancel_all")
                          : turn.say("repair.confirm_cancel", {{"title", title}}),
          turn.text("button.yes"), turn.text("button.no"));
      break;
    case OpenRepair::Kind::continue_task:
      add(turn.say("repair.resume", {{"title", title}}), turn.text("button.yes"),
          turn.text("button.no"));
      break;
    case OpenRepair::Kind::continue_or_new:
      add(turn.say("repair.continue_or_new", {{"title", title}}),
          turn.text("button.continue", {{"title", title}}),
          turn.text("button.new", {{"title", title}}));
      break;
    case OpenRepair::Kind::choose_task:
      add_choices(turn.say("repair.resume_which"));
      break;
    case OpenRepair::Kind::choose_item:
      add_choices(turn.say("repair.which_item"));
      break;
    case OpenRepair::Kind::clarify:
      prompt_clarify(turn, repair);
      break;
    case OpenRepair::Kind::confirm_correction:
      add(turn.say("repair.confirm_correction",
                   {{"question", about_correction(turn, repair)}, {"new", repair.words}}),
          turn.text("button.yes"), turn.text("button.no"));
      break;
  }
  turn.has_prompted = true;
}

void prompt_open(Turn& turn) {
  if (turn.state().repair) {
    prompt_repair(turn);
  } else {
    prompt_pending(turn, turn.is_detour ? Wording::brief : Wording::again);
  }
}

void add_start_buttons(Turn& turn, Reply& reply) {
  const std::uint64_t issue = turn.issue(Issue::Kind::start, 0, {});
  const auto add = [&](FlowIndex index) {
    const Flow& flow = turn.program.flows[index];
    std::string label = flow.starts.label.empty()
                            ? flow.name
                            : turn.render(flow.starts.label, NamedScope(turn.context, {}));
    reply.buttons.push_back(
        turn.button(issue, index, check_of(std::string_view(flow.name)), std::move(label)));
  };
  if (!turn.program.greeting_buttons.empty()) {
    for (const StartButton& button : turn.program.greeting_buttons) {
      if (button.flow != kNoFlow) add(button.flow);
    }
    return;
  }
  for (FlowIndex index = 0; index < turn.program.flows.size(); ++index) {
    if (!turn.program.flows[index].starts.button.empty()) add(index);
  }
}

}  // namespace dialogs

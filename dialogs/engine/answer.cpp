#include "dialogs/engine/answer.hpp"

#include <algorithm>
#include <array>

#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/ladder.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/parsers/choice.hpp"
#include "dialogs/parsers/contact.hpp"
#include "dialogs/parsers/date.hpp"
#include "dialogs/parsers/files.hpp"
#include "dialogs/parsers/number.hpp"
#include "dialogs/parsers/tracking_number.hpp"

namespace dialogs {

namespace {

std::vector<OptionText> option_texts(const std::vector<OfferedOption>& options) {
  std::vector<OptionText> texts;
  texts.reserve(options.size());
  for (const OfferedOption& option : options) texts.push_back({option.label, option.word});
  return texts;
}

Parsed parse_option(const Turn& turn, const OpenQuestion& open, std::string_view text) {
  const auto options = options_of(turn, *open.flow, *open.frame, open.place, *open.options);
  Parsed parsed = parse_choice(text, option_texts(options));
  if (parsed.fit != Fit::none) {
    parsed.value = options[static_cast<std::size_t>(parsed.value.integer())].value;
  }
  return parsed;
}

Parsed parse_options(const Turn& turn, const OpenQuestion& open, std::string_view text,
                     std::string& limit) {
  const Question& question = open.ask->question;
  const auto options = options_of(turn, *open.flow, *open.frame, open.place, *open.options);
  Parsed parsed = parse_choices(text, option_texts(options));
  if (parsed.fit == Fit::none) return parsed;
  base::Value::List chosen;
  for (const base::Value& index : parsed.value.list()) {
    chosen.push_back(options[static_cast<std::size_t>(index.integer())].value);
  }
  const auto count = static_cast<std::int64_t>(chosen.size());
  if (count < question.count.min) {
    limit = std::to_string(question.count.min);
    return Parsed::refused("too_few");
  }
  if (count > question.count.max) {
    limit = std::to_string(question.count.max);
    return Parsed::refused("too_many");
  }
  parsed.value = std::move(chosen);
  return parsed;
}

Parsed parse_amount(const Turn& turn, const OpenQuestion& open, std::string_view text,
                    std::string& limit) {
  std::string currency;
  if (open.ask->question.currency) {
    const base::Value value = open.ask->question.currency->evaluate(
        FrameScope(turn.context, *open.flow, *open.frame, open.place.loops));
    if (value.is_text()) currency = value.text();
  }
  limit = currency;
  Parsed parsed = parse_money(text, turn.context.locale, currency);
  if (parsed.fit != Fit::none) {
    parsed.value = base::Record{{"amount", parsed.value}, {"currency", currency}};
  }
  return parsed;
}

// Who carries the parcel, as the customer called it before; empty when that is not known.
std::string carrier_of(const Turn& turn, const OpenQuestion& open) {
  const auto& carrier = open.ask->question.carrier;
  if (!carrier) return {};
  const base::Value value =
      carrier->evaluate(FrameScope(turn.context, *open.flow, *open.frame, open.place.loops));
  return value.is_text() ? value.text() : std::string();
}

std::string megabytes(std::int64_t bytes) {
  return std::to_string(bytes / (1024 * 1024)) + " MB";
}

std::string upper_list(const std::vector<std::string>& types) {
  std::string out;
  for (const std::string& type : types) {
    if (!out.empty()) out += ", ";
    for (const char c : type) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return out;
}

// One more misunderstood answer; whether the question may be asked again.
bool may_try_again(Turn& turn, const Tries& tries) {
  const Pending& pending = *turn.state().pending;
  turn.change(SetTries{pending.tries + 1});
  return static_cast<int>(turn.state().pending->tries) <= tries.max;
}

// The index of the first check that the value fails, or nothing.
std::optional<std::size_t> failing_check(const Turn& turn, const OpenQuestion& open,
                                         const base::Value& value) {
  FrameScope scope(turn.context, *open.flow, *open.frame, open.place.loops);
  scope.bind(open.ask->name, &value);
  const auto& checks = open.ask->question.checks;
  for (std::size_t at = 0; at < checks.size(); ++at) {
    if (!checks[at].must.holds(scope)) return at;
  }
  return std::nullopt;
}

void check_failed(Turn& turn, const OpenQuestion& open, std::size_t index, base::Value value) {
  const Check& check = open.ask->question.checks[index];
  std::string why;
  {
    FrameScope scope(turn.context, *open.flow, *open.frame, open.place.loops);
    scope.bind(open.ask->name, &value);
    why = turn.render(check.say, scope);
  }
  Pending pending = *turn.state().pending;
  const bool has_offer = !check.offers.empty();
  pending.offer = has_offer ? static_cast<std::uint32_t>(index + 1) : 0;
  if (has_offer) pending.chosen = {std::move(value)};
  const bool is_changed = pending != *turn.state().pending;
  if (is_changed) turn.change(SetPending{std::move(pending)});
  turn.heard = Turn::Heard::nothing_new;
  const Tries& tries = open.ask->question.tries;
  if (may_try_again(turn, tries)) {
    prompt_pending(turn, wording_now(turn), why);
  } else {
    leave_by(turn, open.frame->run, tries.then, "tries", "repair.too_many_tries");
  }
}

}  // namespace

std::optional<OpenQuestion> open_question(const Turn& turn) {
  const auto& pending = turn.state().pending;
  if (!pending || pending->kind != Pending::Kind::question) return std::nullopt;
  const Frame* frame = turn.frame(pending->run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  auto place = flow ? place_of(*flow, pending->path) : std::nullopt;
  if (!place) return std::nullopt;
  const AskStep* ask = flow->steps[place->step].as<AskStep>();
  return OpenQuestion{frame, flow, ask, std::move(*place), &pending->options};
}

OpenQuestion question_at(const Turn&, const Frame& frame, const Flow& flow, Place place) {
  static const base::Value kNothing;
  const AskStep* ask = flow.steps[place.step].as<AskStep>();
  return OpenQuestion{&frame, &flow, ask, std::move(place), &kNothing};
}

std::optional<OpenQuestion> interrupted_question(const Turn& turn, std::uint64_t run) {
  for (const std::uint64_t each : chain_of(turn, run)) {
    const Frame* frame = turn.frame(each);
    if (!frame->kept || frame->kept->kind != Pending::Kind::question) continue;
    const Flow* flow = turn.flow_of(*frame);
    auto place = flow ? place_of(*flow, frame->kept->path) : std::nullopt;
    if (!place) continue;
    OpenQuestion open = question_at(turn, *frame, *flow, std::move(*place));
    open.options = &frame->kept->options;
    return open;
  }
  return std::nullopt;
}

Parsed parse_reply(const Turn& turn, const OpenQuestion& open, std::string_view text,
                   std::string& limit) {
  const Question& question = open.ask->question;
  switch (question.type) {
    case QuestionType::text: {
      Parsed parsed = parse_text(text, question.length.min, question.length.max);
      if (parsed.reason == "too_short") limit = std::to_string(question.length.min);
      if (parsed.reason == "too_long") limit = std::to_string(question.length.max);
      return parsed;
    }
    case QuestionType::number:
      return parse_number(text, turn.context.locale, true);
    case QuestionType::money:
      return parse_amount(turn, open, text, limit);
    case QuestionType::date:
      return parse_date(text, turn.context.today, turn.context.locale);
    case QuestionType::choice:
    case QuestionType::pick_one:
      return parse_option(turn, open, text);
    case QuestionType::yes_no:
      return parse_yes_no(text, turn.text("button.yes"), turn.text("button.no"));
    case QuestionType::pick_many:
      return parse_options(turn, open, text, limit);
    case QuestionType::files:
      return Parsed::refused("no_files");
    case QuestionType::phone:
      return parse_phone(text);
    case QuestionType::email:
      return parse_email(text);
    case QuestionType::iban:
      return parse_iban(text);
    case QuestionType::tracking_number:
      return parse_tracking_number(text, turn.program.carriers, carrier_of(turn, open));
  }
  return Parsed::refused("not_understood");
}

Parsed parse_attachments(const Turn& turn, const OpenQuestion& open,
                         std::span<const Attachment> attachments, std::string& limit) {
  const Accept& accept = open.ask->question.accept;
  Parsed parsed = parse_files(attachments, turn.state().pending->chosen, accept);
  if (parsed.reason == "file_type") limit = upper_list(accept.types);
  if (parsed.reason == "file_too_large") limit = megabytes(accept.max_bytes_each);
  if (parsed.reason == "too_many_files") limit = std::to_string(accept.count.max);
  if (parsed.reason == "too_few_files") limit = std::to_string(accept.count.min);
  return parsed;
}

void take_attachments(Turn& turn, const OpenQuestion& open,
                      std::span<const Attachment> attachments) {
  std::string limit;
  Parsed parsed = parse_attachments(turn, open, attachments, limit);
  if (parsed.fit == Fit::whole) {
    if (take(turn, std::move(parsed.value), Provenance::message)) walk_on(turn);
    return;
  }
  if (parsed.reason != "too_few_files") return not_accepted(turn, parsed.reason, limit);
  // Progress, not a mistake: keep them and ask for the rest.
  Pending pending = *turn.state().pending;
  pending.chosen = parsed.value.list();
  pending.tries = 0;
  turn.change(SetPending{std::move(pending)});
  prompt_pending(turn, Wording::again,
                 turn.text("repair.reason.too_few_files", {{"limit", limit}}));
}

std::optional<std::string> broken_check(const Turn& turn, const OpenQuestion& open,
                                        const base::Value& value) {
  const auto index = failing_check(turn, open, value);
  if (!index) return std::nullopt;
  FrameScope scope(turn.context, *open.flow, *open.frame, open.place.loops);
  scope.bind(open.ask->name, &value);
  return turn.render(open.ask->question.checks[*index].say, scope);
}

namespace {

// The words that wait for the pending question, which wait no longer; empty: none do.
std::string take_held(Turn& turn, bool& is_early) {
  const Pending& pending = *turn.state().pending;
  const auto& held = turn.state().held;
  if (held && held->run == pending.run && held->path == pending.path) {
    std::string words = held->words;
    turn.change(SetHeld{});
    return words;
  }
  const auto& early = turn.frame(pending.run)->early;
  const auto found = std::find_if(early.begin(), early.end(),
                                  [&](const Held& one) { return one.path == pending.path; });
  if (found == early.end()) return {};
  std::string words = found->words;
  is_early = true;
  turn.change(HoldEarly{Held{pending.run, pending.path, {}}});
  return words;
}

}  // namespace

bool read_held(Turn& turn) {
  if (!turn.state().pending) return false;
  bool is_early = false;
  const std::string words = take_held(turn, is_early);
  const auto open = words.empty() ? std::nullopt : open_question(turn);
  if (!open) return false;
  std::string limit;
  Parsed parsed = parse_reply(turn, *open, words, limit);
  if (parsed.fit != Fit::whole) return false;
  const auto names = names_of_answer(turn, *open, parsed.value);
  if (!take(turn, std::move(parsed.value), Provenance::message)) return true;
  if (is_early) turn.say("repair.noted", names);
  walk_on(turn);
  return true;
}

NamedScope::Names names_of_answer(const Turn& turn, const OpenQuestion& open,
                                  const base::Value& value) {
  return {{"question", question_label(turn, *open.flow, *open.frame, open.place)},
          {"new", display(turn, *open.flow, *open.frame, open.place, value)}};
}

bool take(Turn& turn, base::Value value, Provenance source) {
  const auto open = open_question(turn);
  if (!open) return false;
  // C1: a new value is validated before the old one goes.
  if (const auto failed = failing_check(turn, *open, value)) {
    check_failed(turn, *open, *failed, std::move(value));
    return false;
  }
  if (turn.state().not_understood > 0) turn.change(SetNotUnderstood{0});
  const std::uint64_t run = open->frame->run;
  if (turn.state().pending->is_correction) {
    correct(turn, run, open->place, std::move(value), source);
    return true;
  }
  const std::string path = turn.state().pending->path;
  const std::uint32_t revision = open->frame->revision + 1;
  turn.change(SetAnswer{run, {path, std::move(value), source, revision}});
  turn.change(SetPending{});
  return true;
}

void walk_on(Turn& turn) {
  const State& state = turn.state();
  if (state.pending || state.repair || state.awaiting || state.handover) return;
  if (const Frame* top = state.top()) {
    if (top->status == FrameStatus::active) walk(turn, top->run);
  }
}

void skip(Turn& turn, Provenance source) {
  const auto open = open_question(turn);
  if (!open) return;
  const std::uint64_t run = open->frame->run;
  if (turn.state().pending->is_correction) {
    correct(turn, run, open->place, nullptr, source);
    return;
  }
  const std::string path = turn.state().pending->path;
  turn.change(SetAnswer{run, {path, nullptr, source, open->frame->revision + 1}});
  turn.change(SetPending{});
  walk_on(turn);
}

void not_accepted(Turn& turn, std::string_view reason, const std::string& limit) {
  const auto open = open_question(turn);
  const std::uint64_t run = turn.state().pending->run;
  const Tries tries = open ? open->ask->question.tries : turn.program.repair.tries;
  if (!may_try_again(turn, tries)) {
    return leave_by(turn, run, tries.then, "tries", "repair.too_many_tries");
  }
  if (!climb(turn)) return;
  const std::string key = "repair.reason." + std::string(reason);
  prompt_pending(turn, wording_now(turn), turn.text(key, {{"limit", limit}}));
}

std::vector<OfferedAnswer> offered_answers(const Turn& turn, const OpenQuestion& open) {
  const Pending& pending = *turn.state().pending;
  const auto& checks = open.ask->question.checks;
  std::vector<OfferedAnswer> answers;
  if (pending.offer == 0 || pending.offer > checks.size() || pending.chosen.empty()) return answers;
  const base::Value& answered = pending.chosen.front();
  const auto add = [&](const Offer& offer, base::Value value, const base::Value& in_reach) {
    FrameScope scope(turn.context, *open.flow, *open.frame, open.place.loops);
    scope.bind(open.ask->name, &in_reach);
    std::string label = turn.render(offer.label, scope);
    answers.push_back({std::move(label), std::move(value)});
  };
  for (const Offer& offer : checks[pending.offer - 1].offers) {
    if (offer.kind == Offer::Kind::correct) {
      for (base::Value& corrected : corrected_tracks(answered)) add(offer, corrected, corrected);
      continue;
    }
    base::Value value = answered;
    if (offer.kind == Offer::Kind::confirm) {
      if (value.is_record()) value.record()["confirmed"] = true;
    } else {
      FrameScope scope(turn.context, *open.flow, *open.frame, open.place.loops);
      scope.bind(open.ask->name, &answered);
      value = offer.value->evaluate(scope);
    }
    add(offer, std::move(value), answered);
  }
  return answers;
}

}  // namespace dialogs

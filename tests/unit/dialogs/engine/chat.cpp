#include "tests/unit/dialogs/engine/chat.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "dialogs/text_keys.hpp"
#include "dialogs/texts.hpp"

namespace dialogs::testing {

namespace {

constexpr const char* kContracts = R"(
types:
  line: { id: text, title: text, quantity: number }
  order: { number: text, currency: text, lines: list of line }
customer:
  signed_in: boolean
  name: text?
lookups:
  shop.orders: { takes: [customer], gives: list of order }
actions:
  returns.create:
    with:
      note: text
    gives: { number: text }
    refused: { too_late: { until: date } }
    repeat: by_key
  parcel.weigh:
    with:
      note: text
    gives: { number: text }
    repeat: never
signals:
  claim.decided: { takes: [ret], gives: { approved: boolean } }
  customer.signed_in: { takes: [], gives: {} }
)";

constexpr const char* kRepair = R"(
cannot_understand: { reask: 1, reword: 1, buttons: 1, then: handover.support }
tries: { max: 3, then: handover.support }
resume: { after_info: at_once, after_task: ask, declined: park }
cancel: { confirm_if: [answers >= 3, any files] }
silence: { nudge_after: 5 minutes, park_after: 30 minutes, close_after: 7 days }
stack: { max_tasks: 3 }
handover:
  support: { hours: 09:00-21:00, closed: leave_message }
  finance: { hours: 10:00-18:00, days: working, closed: queue }
)";

constexpr const char* kWords = R"(
words:
  cancel: [cancel, stop]
  human: [human]
  back: [back]
  repeat: [repeat]
  why: [why]
  skip: [skip]
  'yes': ['yes', sure]
  'no': ['no', nope]
  hello: [hello]
  another: [another]
  hold: [one moment]
  cancel_all: [stop everything]
  thanks: [thanks]
  and: [and]
  actually: [actually, sorry, i meant]
  change: [change]
  to: [to, is]
  not: [not]
  but: [but]
  instead_of: [instead of]
  info.hours: [opening hours, when do you open]
)";

std::string texts_yaml() {
  std::string yaml = "texts:\n";
  for (const NeededText& text : kNeededTexts) {
    std::string said(text.key.substr(text.key.rfind('.') + 1));
    std::string_view names = text.names;
    while (!names.empty()) {
      const auto end = names.find(' ');
      said += " {" + std::string(names.substr(0, end)) + "}";
      names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
    }
    if (text.key == "button.yes") said = "Yes";
    if (text.key == "button.no") said = "No";
    yaml += "  '" + std::string(text.key) + "': '" + said + "'\n";
  }
  yaml += "  'info.hours': 'Open {policy.ship_within} a week'\n";
  yaml += "  'info.address': Main street\n";
  return yaml + kWords;
}

base::Value line(const char* id, const char* title, int quantity) {
  return base::Record{{"id", id}, {"title", title}, {"quantity", quantity}};
}

std::string oneline(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? '/' : c;
  return out;
}

}  // namespace

std::shared_ptr<const Program> program_of(const std::vector<std::string>& flows) {
  Sources sources;
  for (const std::string& flow : flows) {
    sources.flows.push_back({"f" + std::to_string(sources.flows.size()) + ".yaml", flow});
  }
  sources.repair = {"repair.yaml", kRepair};
  sources.contracts = {"contracts.yaml", kContracts};
  sources.texts = {{"texts/en.yaml", texts_yaml()}};
  sources.policy = base::Record{{"ship_within", "5 days"}};
  sources.policy_type = base::Type::of(base::Type::Kind::record);
  sources.policy_type.fields = {{"ship_within", base::Type::of(base::Type::Kind::text)}};
  Loaded loaded = load(sources);
  INFO(loaded.faults.to_string());
  REQUIRE(loaded.program != nullptr);
  return loaded.program;
}

Chat::Chat(std::shared_ptr<const Program> program)
    : now(*base::from_iso("2026-11-27T10:00:00Z")),
      customer(base::Record{{"signed_in", true}, {"name", "Anna"}}),
      program_(std::move(program)),
      engine_(program_),
      formatter_(std::make_unique<Formatter>("en", "UTC", program_->texts.formats("en"))),
      policy_(base::Record{{"ship_within", "5 days"}}) {
  lookups["shop.orders"] = base::Value::List{
      base::Record{{"number", "1042"},
                   {"currency", "EUR"},
                   {"lines", base::Value::List{line("k", "kettle", 1), line("l", "lamp", 2)}}},
      base::Record{{"number", "1057"},
                   {"currency", "EUR"},
                   {"lines", base::Value::List{line("b", "boots", 1)}}}};
}

std::string Chat::happen(const Event& event) {
  std::string said;
  std::deque<Event> next = {event};
  for (int steps = 0; !next.empty(); ++steps) {
    REQUIRE(steps < 100);
    const Event now_happens = std::move(next.front());
    next.pop_front();
    const std::string today = formatter_->local_date(now);
    const Context context{now, today, "en", *formatter_, customer, policy_, nullptr, nullptr, true};
    const bool was_mute = state.is_mute();
    const bool may_wake = std::holds_alternative<SignalEvent>(now_happens) ||
                          std::holds_alternative<TimerEvent>(now_happens);
    if (may_wake) {
      for (const Frame& frame : state.frames) {
        woken_ += frame.status == FrameStatus::waiting ? 1 : 0;
      }
    }
    const StepResult result = engine_.step(state, now_happens, context);
    prove_invariants(result, now_happens, was_mute);
    if (steps == 0) judged.clear();
    judged.insert(judged.end(), result.commands.begin(), result.commands.end());
    said += describe(result, next);
  }
  return said;
}

std::string Chat::describe(const StepResult& result, std::deque<Event>& next) {
  std::string said;
  for (const Reply& reply : result.replies) {
    said += reply.step + ": " + oneline(reply.text);
    std::string buttons;
    for (const Button& button : reply.buttons) {
      buttons += (buttons.empty() ? "" : " | ") + button.label;
      tokens_.emplace_back(button.label, button.token);
    }
    if (reply.expects) expects = reply.expects;
    if (!buttons.empty()) said += " [" + buttons + "]";
    said += "\n";
    for (const Card& card : reply.cards) {
      if (card.kind != "review") continue;
      for (const CardRow& row : card.rows) {
        said += "  " + row.label + " = " + row.value + "\n";
        tokens_.emplace_back(row.label, row.token);
      }
    }
  }
  for (const Request& request : result.requests) {
    if (const auto* lookup = std::get_if<LookupRequest>(&request)) {
      if (answers_requests) {
        const bool failed = lookups.find(lookup->name) == lookups.end();
        next.push_back(
            LookupResult{lookup->id, failed ? base::Value() : lookups[lookup->name], failed});
      } else {
        said += "-> lookup " + lookup->name + "\n";
      }
    } else if (const auto* action = std::get_if<ActionRequest>(&request)) {
      acted.push_back(*action);
      ActionResult answer;
      answer.value = base::Record{{"number", "R-1"}};
      if (!actions.empty()) {
        answer = actions.front();
        actions.pop_front();
      }
      answer.request = action->id;
      if (answers_requests) {
        next.push_back(answer);
      } else {
        said += "-> action " + action->name + "\n";
      }
    } else if (const auto* timer = std::get_if<TimerRequest>(&request)) {
      timers.push_back(timer->key);
      due.erase(timer->key);
      if (!timer->is_cancelled) due[timer->key] = timer->due;
      if (timer->key == "silence" && !shows_silence) continue;
      const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(timer->due - now);
      said += timer->is_cancelled
                  ? "-> timer off " + timer->key + "\n"
                  : "-> timer " + timer->key + " +" + std::to_string(minutes.count()) + "min\n";
    } else if (const auto* handover = std::get_if<HandoverRequest>(&request)) {
      said += "-> handover " + handover->queue + " " + handover->reason + "\n";
    } else if (const auto* finished = std::get_if<Finished>(&request)) {
      said += "-> finished " + finished->flow + " " + finished->outcome + "\n";
    } else if (const auto* button = std::get_if<ButtonRequest>(&request)) {
      said += "-> button " + button->name + "\n";
    }
  }
  return said;
}

void Chat::prove_invariants(const StepResult& result, const Event& event, bool was_mute) {
  const std::string changes = to_json(std::span(result.changes));
  INFO(changes);
  const auto folded = fold(folded_, changes);
  REQUIRE(folded.has_value());
  const std::string snapshot = to_json(state);
  REQUIRE(to_json(folded_) == snapshot);
  const auto read_back = state_from_json(snapshot);
  REQUIRE(read_back.has_value());
  REQUIRE(*read_back == state);

  const bool is_waiting = state.awaiting || state.handover;
  const Frame* top = state.top();
  const bool has_question = state.pending || state.repair;
  if (top != nullptr && !is_waiting) REQUIRE(has_question);
  if (state.pending) REQUIRE(state.find_frame(state.pending->run) != nullptr);
  // A person has the dialog: the bot is silent. Otherwise every word of the customer is answered.
  const bool gives_back = std::holds_alternative<HandoverEnded>(event);
  if (was_mute && !gives_back) REQUIRE(result.replies.empty());
  const bool is_of_customer = std::holds_alternative<MessageEvent>(event) ||
                              std::holds_alternative<PressEvent>(event) ||
                              std::holds_alternative<StartEvent>(event);
  const bool goes_to_shop = std::any_of(
      result.requests.begin(), result.requests.end(),
      [](const Request& request) { return std::holds_alternative<ButtonRequest>(request); });
  const bool is_answered = !result.replies.empty() || state.awaiting || goes_to_shop;
  if (is_of_customer && !was_mute) REQUIRE(is_answered);
  int tasks = 0;
  for (const std::uint64_t run : state.stack) {
    const Frame* frame = state.find_frame(run);
    REQUIRE(frame != nullptr);
    tasks += frame->kind == FrameKind::task ? 1 : 0;
  }
  // R5 bounds what the customer starts; what wakes beneath (R9) waits its turn there.
  REQUIRE(tasks <= 3 + woken_);
  int asking = 0;
  for (const Reply& reply : result.replies) asking += reply.expects ? 1 : 0;
  REQUIRE(asking <= 1);
  if (asking == 1) REQUIRE(result.replies.back().expects);
}

void Chat::publish(std::shared_ptr<const Program> program) {
  program_ = std::move(program);
  engine_ = Engine(program_);
}

std::string Chat::unfinished() const {
  std::string titles;
  for (const Unfinished& task : engine_.unfinished(state, "en")) {
    titles += (titles.empty() ? "" : ", ") + task.title;
  }
  return titles;
}

std::string Chat::pass(base::Duration time) {
  const base::Instant end = now + time;
  std::string said;
  for (int fired = 0;; ++fired) {
    REQUIRE(fired < 100);
    const auto next = std::min_element(
        due.begin(), due.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (next == due.end() || next->second > end) break;
    now = std::max(now, next->second);
    const std::string key = next->first;
    due.erase(next);
    said += happen(TimerEvent{key});
  }
  now = end;
  return said;
}

std::string Chat::open() {
  return happen(OpenEvent{});
}
std::string Chat::write(std::string_view text) {
  return happen(MessageEvent{std::string(text), {}});
}
std::string Chat::start(std::string_view flow) {
  return happen(StartEvent{std::string(flow)});
}

std::string Chat::send_files(const std::vector<std::string>& uploads, std::string_view text,
                             std::string_view type) {
  MessageEvent event{std::string(text), {}};
  for (const std::string& upload : uploads) {
    event.attachments.push_back({upload, upload + ".jpg", std::string(type), 1000});
  }
  return happen(event);
}

std::string Chat::token(std::string_view label) const {
  for (std::size_t at = tokens_.size(); at-- > 0;) {
    if (tokens_[at].first == label) return tokens_[at].second;
  }
  return {};
}

std::vector<std::string> Chat::all_tokens() const {
  std::vector<std::string> all;
  for (const auto& [label, token] : tokens_) all.push_back(token);
  return all;
}

std::string Chat::press(std::string_view label) {
  return press_all({std::string(label)});
}

std::string Chat::press_all(const std::vector<std::string>& labels) {
  PressEvent event;
  for (const std::string& label : labels) {
    event.buttons.push_back(token(label));
    INFO("there is no button " << label);
    REQUIRE_FALSE(event.buttons.back().empty());
  }
  return happen(event);
}

std::string Chat::press_token(const std::string& token) {
  return happen(PressEvent{{token}, {}});
}

std::string Chat::answer(std::string_view path) const {
  if (state.frames.empty()) return "-";
  const Answer* found = state.frames.back().find_answer(path);
  return found == nullptr ? "-" : base::to_json(found->value);
}

std::string Chat::stack() const {
  std::string out;
  for (const std::uint64_t run : state.stack) {
    const Frame* frame = state.find_frame(run);
    out += (out.empty() ? "" : " ") + frame->flow + ":" + std::string(to_string(frame->status));
  }
  return out;
}

}  // namespace dialogs::testing

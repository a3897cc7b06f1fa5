#include "bot/turns/turn_processor.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/crash_point.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "bot/turns/ownership.hpp"
#include "bot/turns/rating.hpp"

namespace bot {
namespace {

// A step that asks for something and gets it may ask again; a flow whose look-ups never end would
// otherwise hold the loop for ever.
constexpr int kMaxStepsOfTurn = 200;
constexpr std::int64_t kMaxCommitsInFlight = 4096;
constexpr base::Duration kBusyRetry = std::chrono::milliseconds(250);
constexpr base::Duration kReadOnlyRetry = std::chrono::seconds(5);

base::Error unavailable(std::string_view name, std::string detail) {
  return {base::Code::unavailable, name, std::move(detail), ""};
}

base::Duration retry_after(const base::Error& error) {
  return error.name == "read_only" ? kReadOnlyRetry : kBusyRetry;
}

Listener* find_listener(const Conversation& conversation, std::uint64_t id) {
  const auto& all = conversation.listeners;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Listener* one) { return one->listener_id() == id; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace

TurnProcessor::TurnProcessor(World& world, Conversations& conversations, CaseDesk& desk,
                             FlowPort& port)
    : world_(world),
      conversations_(conversations),
      desk_(desk),
      port_(port),
      engine_(world.profile.program),
      formatters_(std::make_unique<dialogs::Formatters>(engine_.program().texts)),
      shop_clock_(std::make_unique<ShopClock>(world.profile.policy->calendar())),
      interpreter_(std::make_unique<Interpreter>(world.profile.reader, world.profile.finder,
                                                 *world.profile.program)) {}

void TurnProcessor::adopt_profile() {
  engine_ = dialogs::Engine(world_.profile.program);
  formatters_ = std::make_unique<dialogs::Formatters>(engine_.program().texts);
  shop_clock_ = std::make_unique<ShopClock>(world_.profile.policy->calendar());
  interpreter_ = std::make_unique<Interpreter>(world_.profile.reader, world_.profile.finder,
                                               *world_.profile.program);
}

base::Result<void> TurnProcessor::admit(Conversation* conversation) {
  if (world_.commits.is_read_only()) {
    return unavailable("read_only", "the disk is full; nothing can be stored right now");
  }
  if (world_.metrics.commits_in_flight >= kMaxCommitsInFlight) {
    return unavailable("busy", "too many messages at once; try again in a moment");
  }
  if (conversation != nullptr && !conversations_.refresh(*conversation)) {
    return unavailable("unavailable", "the last message could not be stored; try again");
  }
  return {};
}

Turn TurnProcessor::begin(Conversation* conversation) {
  Turn turn = begin_turn(conversation, world_.clock.now());
  if (conversation == nullptr) return turn;
  // Only here is the state in memory the one after the last durable turn.
  if (auto snapshot = conversations_.due_snapshot(*conversation)) {
    conversation->snapshot_turn = snapshot->turn;
    turn.commit->snapshot = std::move(*snapshot);
  }
  return turn;
}

void TurnProcessor::run(Conversation& conversation, const ClientEvent& event, Listener& origin) {
  if (answer_repeat(conversation, event, origin)) return;
  if (auto admitted = admit(&conversation); !admitted) {
    ++world_.metrics.turns_refused;
    origin.on_refused(event.client_id, admitted.error(), retry_after(admitted.error()));
    return;
  }
  run_new(conversation, event, origin);
}

bool TurnProcessor::answer_repeat(Conversation& conversation, const ClientEvent& event,
                                  Listener& origin) {
  const base::Error conflict{base::Code::conflict, "conflict",
                             "this id was used for another message", "id"};
  for (auto& known : conversation.in_flight_events) {
    if (known.client_id != event.client_id) continue;
    if (known.input != event.input) {
      origin.on_refused(event.client_id, conflict, std::nullopt);
    } else {
      known.waiting.push_back(origin.listener_id());
    }
    ++world_.metrics.turns_resent;
    return true;
  }
  const auto seen = conversation.seen.find(fingerprint(event.client_id));
  if (!seen) return false;
  const auto row = world_.store.journal_row(*seen);
  if (!row || row->client_id != event.client_id) return false;
  ++world_.metrics.turns_resent;
  if (row->input != event.input) {
    origin.on_refused(event.client_id, conflict, std::nullopt);
  } else {
    origin.on_turn({row->client_id, row->first_seq, row->last_seq, row->output}, true);
  }
  return true;
}

bool TurnProcessor::is_known(const Conversation& conversation, std::string_view client_id) const {
  const auto& events = conversation.in_flight_events;
  return conversation.seen.find(fingerprint(client_id)).has_value() ||
         std::any_of(events.begin(), events.end(),
                     [&](const auto& known) { return known.client_id == client_id; });
}

void TurnProcessor::run_new(Conversation& conversation, const ClientEvent& event,
                            Listener& origin) {
  Turn turn = begin(&conversation);
  turn.client_id = event.client_id;
  turn.origin = origin.listener_id();
  turn.input = event.input;
  for (const auto& attachment : event.attachments) {
    turn.commit->upload_claims.push_back({attachment.upload, conversation.id});
  }
  conversation.in_flight_events.push_back({event.client_id, event.input, {}});
  try {
    MessageFrame said;
    said.id = event.message_id.empty() ? event.client_id : event.message_id;
    said.from = event.author ? From::agent : From::customer;
    if (event.author) said.author = event.author->display;
    said.text = event.text;
    said.attachments = event.attachments;
    turn.spoke = said.from;
    turn.say(said);
    if (!event.author && !take_rating(turn, event.event, world_, *formatters_)) {
      step(turn, understand(conversation, event.event, turn.now));
    }
    submit(std::move(turn));
  } catch (const std::exception& broken) {
    roll_back(turn, broken);
  }
}

void TurnProcessor::open(Conversation& conversation, bool is_new,
                         std::string_view guest_secret_hash,
                         std::function<void(const base::Result<void>&)> after) {
  Turn turn = begin(&conversation);
  turn.input = R"({"open":{}})";
  turn.is_new_conversation = is_new;
  turn.after = std::move(after);
  if (is_new) {
    turn.commit->conversation = storage::NewConversation{conversation.id,
                                                         conversation.uuid,
                                                         conversation.customer,
                                                         std::string(guest_secret_hash),
                                                         "web",
                                                         conversation.locale,
                                                         turn.now};
    ++world_.metrics.conversations_opened;
  }
  try {
    step(turn, dialogs::OpenEvent{});
    if (!is_new && turn.output.empty() && turn.changes.empty()) {
      if (turn.after) turn.after({});
      return;
    }
    submit(std::move(turn));
  } catch (const std::exception& broken) {
    roll_back(turn, broken);
  }
}

base::Result<void> TurnProcessor::run_event(Conversation& conversation, std::string input,
                                            const dialogs::Event& event,
                                            const std::function<void(Turn&)>& prepare) {
  if (auto admitted = admit(&conversation); !admitted) return admitted.error();
  Turn turn = begin(&conversation);
  turn.input = std::move(input);
  try {
    if (prepare) prepare(turn);
    step(turn, event);
    submit(std::move(turn));
  } catch (const std::exception& broken) {
    return roll_back(turn, broken);
  }
  return {};
}

void TurnProcessor::step(Turn& turn, const dialogs::Event& event) {
  Conversation& conversation = *turn.conversation;
  record_world(turn);
  std::vector<dialogs::Event> queue;
  const dialogs::Event* next = &event;
  std::size_t done = 0;
  for (int steps = 0; next != nullptr; ++steps) {
    ENSURE(steps < kMaxStepsOfTurn, "a turn does not come to rest");
    turn.recording.step(*next, turn.input);
    // Made afresh for each step: one before may have changed the language.
    auto result = engine_.step(conversation.state, *next, context_of(conversation, turn.now));
    note_gap(turn, *next, result);
    std::vector<dialogs::Event> follow;
    carry_out(turn, std::move(result), follow);
    for (auto& made : follow) queue.push_back(std::move(made));
    next = done < queue.size() ? &queue[done++] : nullptr;
  }
  // What the customer's own actions did to cases, others may wait for too.
  signal(turn);
  turn.say_told();
}

void TurnProcessor::carry_out(Turn& turn, dialogs::StepResult result,
                              std::vector<dialogs::Event>& follow) {
  if (turn.changes.empty()) {
    turn.changes = std::move(result.changes);
  } else {
    turn.changes.insert(turn.changes.end(), std::make_move_iterator(result.changes.begin()),
                        std::make_move_iterator(result.changes.end()));
  }
  for (const auto& reply : result.replies) {
    // A question comes last.
    if (reply.expects) turn.say_told();
    MessageFrame message = message_of(reply);
    message.reply_to = turn.client_id;
    turn.say_reply(message);
  }
  for (const auto& request : result.requests) {
    if (const auto* lookup = std::get_if<dialogs::LookupRequest>(&request)) {
      follow.emplace_back(port_.look_up(turn, *lookup));
    } else if (const auto* action = std::get_if<dialogs::ActionRequest>(&request)) {
      follow.emplace_back(port_.act(turn, *action));
    } else if (const auto* timer = std::get_if<dialogs::TimerRequest>(&request)) {
      request_timer(turn, *timer);
    } else if (const auto* handover = std::get_if<dialogs::HandoverRequest>(&request)) {
      request_handover(turn, *handover);
    } else if (const auto* finished = std::get_if<dialogs::Finished>(&request)) {
      ++world_.metrics.tasks_finished[{finished->flow, finished->outcome}];
    } else if (const auto* language = std::get_if<dialogs::LanguageRequest>(&request)) {
      turn.conversation->locale = language->locale;
      follow.emplace_back(dialogs::LanguageChosen{});
    }
  }
}

void TurnProcessor::finish_commit(Turn& turn) {
  Conversation* conversation = turn.conversation;
  if (conversation == nullptr) return;
  turn.say_told();  // of a turn without a step: the back office, a timer
  turn.has_new_owner = settle_owner(turn, world_);
  storage::JournalRow row;
  row.conversation = conversation->id;
  row.turn = ++conversation->turn;
  row.first_seq = turn.first_seq;
  row.last_seq = turn.next_seq - 1;
  row.at = turn.now;
  row.client_id = turn.client_id;
  row.input = std::move(turn.input);
  row.output = std::move(turn.output);
  row.change = dialogs::to_json(turn.changes);
  row.recorded = turn.recording.to_json();
  if (turn.recording.world()) conversation->recorded = *turn.recording.world();
  conversation->last_seq = row.last_seq;
  ++conversation->commits_in_flight;
  turn.commit->turn = std::move(row);
}

void TurnProcessor::submit(Turn turn) {
  finish_commit(turn);
  base::crash_point("turn.stepped");
  auto shared = std::make_shared<Turn>(std::move(turn));
  auto commit = std::move(shared->commit);
  ++world_.metrics.commits_in_flight;
  auto accepted = world_.commits.submit(
      std::move(commit),
      [this, shared](storage::CommitOutcome outcome) { settle(shared, std::move(outcome)); });
  if (!accepted) {
    --world_.metrics.commits_in_flight;
    if (shared->conversation != nullptr) --shared->conversation->commits_in_flight;
    desk_.settle(*shared);
    abandon(*shared, accepted.error());
  }
}

void TurnProcessor::settle(std::shared_ptr<Turn> turn, storage::CommitOutcome outcome) {
  --world_.metrics.commits_in_flight;
  if (turn->conversation != nullptr) --turn->conversation->commits_in_flight;
  desk_.settle(*turn);
  if (outcome.is_ok()) {
    settle_ok(*turn, outcome);
  } else if (outcome.result.status == storage::CommitStatus::unavailable) {
    abandon(*turn, unavailable("read_only", "the disk is full; nothing was stored"));
  } else {
    base::log::warn("commit.conflict", {{"detail", outcome.result.detail}});
    abandon(*turn, unavailable("unavailable", "this could not be stored; try again"));
  }
}

void TurnProcessor::settle_ok(Turn& turn, const storage::CommitOutcome& outcome) {
  ++world_.metrics.turns_committed;
  Conversation* conversation = turn.conversation;
  if (conversation == nullptr) {
    if (turn.after) turn.after({});
    return;
  }
  const auto& row = *outcome.commit->turn;
  conversation->committed_seq = row.last_seq;
  std::vector<std::uint64_t> also_waiting;
  if (!row.client_id.empty()) {
    conversation->seen.set(fingerprint(row.client_id), outcome.result.journal_row);
    auto& events = conversation->in_flight_events;
    const auto event = std::find_if(events.begin(), events.end(), [&](const auto& known) {
      return known.client_id == row.client_id;
    });
    if (event != events.end()) {
      also_waiting = std::move(event->waiting);
      events.erase(event);
    }
  }
  base::crash_point("turn.before_ack");
  // A listener may leave while it is told, so walk over a copy. Who comes with `after` (a session
  // whose conversation has just become durable) finds the turn in the store.
  const auto listeners = conversation->listeners;
  if (turn.after) turn.after({});
  const TurnAnswer answer{row.client_id, row.first_seq, row.last_seq, row.output};
  for (Listener* listener : listeners) {
    const std::uint64_t id = listener->listener_id();
    const bool resent =
        std::find(also_waiting.begin(), also_waiting.end(), id) != also_waiting.end();
    listener->on_turn(answer, id == turn.origin || resent);
    for (const auto& frame : turn.frames_for_all) listener->on_frame_for_all(frame);
  }
  if (turn.has_new_owner && owner_listener_) owner_listener_(*conversation);
  base::crash_point("turn.after_ack");
}

base::Error TurnProcessor::roll_back(Turn& turn, const std::exception& broken) {
  ++world_.metrics.invariants_broken;
  base::log::error("turn.broken", {{"conversation", turn.conversation->uuid},
                                   {"what", std::string_view(broken.what())}});
  desk_.settle(turn);
  auto error = unavailable("internal", "this could not be handled; nothing of it was kept");
  abandon(turn, error);
  return error;
}

void TurnProcessor::abandon(Turn& turn, const base::Error& error) {
  ++world_.metrics.turns_refused;
  Conversation* conversation = turn.conversation;
  if (conversation != nullptr) {
    // What was stepped is ahead of what is stored: load again before the next turn.
    conversation->is_stale = true;
    auto& events = conversation->in_flight_events;
    std::vector<std::uint64_t> told{turn.origin};
    if (const auto event =
            std::find_if(events.begin(), events.end(),
                         [&](const auto& known) { return known.client_id == turn.client_id; });
        !turn.client_id.empty() && event != events.end()) {
      told.insert(told.end(), event->waiting.begin(), event->waiting.end());
      events.erase(event);
    }
    for (const std::uint64_t id : told) {
      Listener* listener = find_listener(*conversation, id);
      if (listener != nullptr) listener->on_refused(turn.client_id, error, retry_after(error));
    }
  }
  if (turn.after) turn.after(error);
  if (turn.is_new_conversation) conversations_.discard(*conversation);
}

}  // namespace bot

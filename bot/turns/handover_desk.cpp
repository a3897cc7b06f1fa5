#include "bot/turns/handover_desk.hpp"

#include "base/json.hpp"
#include "base/log.hpp"
#include "bot/turns/notice_scope.hpp"
#include "bot/turns/ownership.hpp"
#include "bot/turns/rating.hpp"

namespace bot {
namespace {

// Conversations that people have or wait for. Those beyond it, the newest, would not be looked
// after: far more than a staff ever has, also where nobody gives one back.
constexpr std::size_t kMaxLooked = 20'000;
constexpr base::Instant kNever{};
// The dialog engine falls silent at it (dialogs/engine/handover.hpp).
constexpr std::string_view kTaken = "staff.taken";

std::string input_of(std::string_view what, const AgentName& who) {
  return base::to_json(base::Record{{"staff", base::Record{{"did", what}, {"id", who.id}}}});
}

base::Error not_owner() {
  return {base::Code::conflict, "not_owner", "this conversation is not yours (any more)", ""};
}

}  // namespace

HandoverDesk::HandoverDesk(World& world, Conversations& conversations, TurnProcessor& processor)
    : world_(world), conversations_(conversations), processor_(processor) {}

std::string HandoverDesk::words(const Conversation& conversation, const std::string& key,
                                const base::Record& values) {
  const auto& texts = world_.profile.program->texts;
  if (texts.find(key) == nullptr) return {};
  const auto& formatter = processor_.formatters().get(conversation.locale, conversation.time_zone);
  const base::Instant now = world_.clock.now();
  return texts.render(key, conversation.locale, NoticeScope(values, now, formatter.local_date(now)),
                      formatter);
}

void HandoverDesk::say_system(Turn& turn, const std::string& key, const base::Record& values) {
  const std::string text = words(*turn.conversation, key, values);
  if (text.empty()) return;
  MessageFrame frame;
  frame.from = From::system;
  frame.text = text;
  frame.step = key;
  turn.say(frame);
}

void HandoverDesk::take(const Request& request, const Reply& reply) {
  const auto found = conversations_.find(request.conversation);
  if (!found) return reply(found.error());
  Conversation& conversation = **found;
  if (const auto admitted = processor_.admit(&conversation); !admitted) {
    return reply(admitted.error());
  }
  const bool has_person = conversation.owner.owner == "agent";
  if (has_person && conversation.owner.agent == request.who.id) return reply(conversation.owner);
  if (has_person && !request.may_overrule) {
    return reply(base::Error{base::Code::conflict, "taken", "a colleague has it already", ""});
  }
  const auto run = processor_.run_event(
      conversation, input_of("take", request.who),
      dialogs::SignalEvent{std::string(kTaken), {}, {}}, [&](Turn& turn) {
        turn.taken_by = request.who;
        say_system(turn, "handover.joined", {{"name", request.who.display}});
        turn.commit->audit.push_back(
            {turn.now, "staff:" + request.who.id, "conversation.taken", conversation.uuid, "{}"});
        turn.after = [reply, &conversation](const base::Result<void>& stored) {
          if (!stored) return reply(stored.error());
          reply(conversation.owner);
        };
      });
  if (!run && run.error().name != "internal") reply(run.error());
}

base::Result<Conversation*> HandoverDesk::of_owner(const Request& request) {
  const auto found = conversations_.find(request.conversation);
  if (!found) return found.error();
  Conversation& conversation = **found;
  if (const auto admitted = processor_.admit(&conversation); !admitted) return admitted.error();
  const auto& owner = conversation.owner;
  const bool is_mine = owner.owner == "agent" && owner.agent == request.who.id;
  const bool is_overruled = request.may_overrule && conversation.state.is_mute();
  if (!is_mine && !is_overruled) return not_owner();
  if (request.epoch != owner.epoch) return not_owner();
  return *found;
}

void HandoverDesk::give_back(const Request& request, Outcome outcome, const Reply& reply) {
  const auto found = of_owner(request);
  if (!found) return reply(found.error());
  Conversation& conversation = **found;
  const auto run = processor_.run_event(
      conversation, input_of("give_back", request.who), dialogs::HandoverEnded{outcome},
      [&](Turn& turn) {
        turn.commit->audit.push_back({turn.now, "staff:" + request.who.id,
                                      "conversation.given_back", conversation.uuid, "{}"});
        turn.after = [this, reply, &conversation, outcome](const base::Result<void>& stored) {
          if (!stored) return reply(stored.error());
          reply(conversation.owner);
          if (outcome == Outcome::resolved) ask_rating(conversation);
        };
      });
  if (!run && run.error().name != "internal") reply(run.error());
}

void HandoverDesk::ask_rating(Conversation& conversation) {
  const bool is_over = conversation.owner.owner == "bot" && !conversation.state.pending;
  if (!is_over || !processor_.admit(&conversation)) return;
  const auto words = rating_words(world_, processor_.formatters(), conversation);
  const auto asked = rate_handover(words, conversation.owner.epoch);
  if (asked.text.empty()) return;
  const auto ask = [&](Turn& turn) {
    MessageFrame frame;
    frame.text = asked.text;
    frame.buttons = asked.buttons;
    frame.step = "rating.ask";
    turn.say(frame);
  };
  change(conversation, ask, "asked_rating", "", nullptr);
}

void HandoverDesk::change(Conversation& conversation, const std::function<void(Turn&)>& prepare,
                          std::string_view action, std::string_view staff, const Reply& reply) {
  Turn turn = processor_.begin(&conversation);
  turn.input = input_of(action, {std::string(staff), {}});
  prepare(turn);
  turn.commit->audit.push_back({turn.now, staff.empty() ? "clock" : "staff:" + std::string(staff),
                                "conversation." + std::string(action), conversation.uuid, "{}"});
  turn.after = [reply, &conversation](const base::Result<void>& stored) {
    if (!reply) return;
    if (!stored) return reply(stored.error());
    reply(conversation.owner);
  };
  processor_.submit(std::move(turn));
}

void HandoverDesk::put_back(const Request& request, const Reply& reply) {
  const auto found = of_owner(request);
  if (!found) return reply(found.error());
  const auto requeue = [this](Turn& turn) {
    turn.is_requeued = true;
    say_system(turn, "handover.requeued", {});
  };
  change(**found, requeue, "put_back", request.who.id, reply);
}

void HandoverDesk::say(Conversation& conversation, const Request& request, std::string_view id,
                       const std::string& text, Listener& origin) {
  ClientEvent event;
  // Longer than any id a customer can choose, so the two never meet.
  event.client_id = "staff/" + request.who.id + "/" + std::string(id);
  event.message_id = id;
  event.text = text;
  event.author = request.who;
  event.input =
      base::to_json(base::Record{{"staff", base::Record{{"id", request.who.id}, {"text", text}}}});
  const bool is_mine =
      conversation.owner.owner == "agent" && conversation.owner.agent == request.who.id;
  const bool is_current = is_mine && conversation.owner.epoch == request.epoch;
  if (!is_current && !processor_.is_known(conversation, event.client_id)) {
    return origin.on_refused(event.client_id, not_owner(), std::nullopt);
  }
  processor_.run(conversation, event, origin);
}

void HandoverDesk::promise(Conversation& conversation) {
  const auto tell = [this](Turn& turn) {
    turn.is_promised = true;
    say_system(turn, "handover.later", {});
  };
  change(conversation, tell, "promised", "", nullptr);
}

void HandoverDesk::tick(const IsPresent& is_present) {
  const base::Instant now = world_.clock.now();
  const auto& settings = world_.profile.settings;
  for (const auto& row : world_.store.console().not_with_bot("", kMaxLooked)) {
    const auto& stored = row.owner;
    const bool waits_long = stored.owner == "queue" && !stored.is_promised &&
                            now - stored.since >= settings.promise_after;
    const bool is_left = stored.owner == "agent" && stored.unanswered != kNever &&
                         now - stored.unanswered >= settings.agent_idle &&
                         !is_present(stored.agent, now - settings.agent_idle);
    if (!waits_long && !is_left) continue;
    const auto found = conversations_.find(stored.conversation);
    if (!found || !processor_.admit(*found)) continue;
    // What is on its way to the disk may say otherwise.
    if ((*found)->owner.epoch != stored.epoch) continue;
    if (waits_long && !(*found)->owner.is_promised) promise(**found);
    if (!is_left || (*found)->owner.unanswered == kNever) continue;
    base::log::info("handover.left", {{"conversation", row.uuid}});
    const auto requeue = [this](Turn& turn) {
      turn.is_requeued = true;
      say_system(turn, "handover.requeued", {});
    };
    change(**found, requeue, "left", "", nullptr);
  }
  tell_places();
}

void HandoverDesk::tell_places() {
  std::map<std::string, int, std::less<>> places;
  std::map<std::string, int, std::less<>> in_queue;
  for (const auto& row : world_.store.console().not_with_bot("queue", kMaxLooked)) {
    places[row.uuid] = ++in_queue[row.owner.queue];
  }
  conversations_.for_each([&](Conversation& conversation) {
    const auto place = places.find(conversation.uuid);
    if (place == places.end() || conversation.listeners.empty()) return;
    const auto told = told_places_.find(conversation.uuid);
    if (told == told_places_.end() || told->second == place->second) return;
    std::string frame;
    write_owner(frame, Owner::queue, place->second);
    const auto listeners = conversation.listeners;
    for (Listener* listener : listeners) listener->on_frame_for_all(frame);
  });
  told_places_ = std::move(places);
}

}  // namespace bot

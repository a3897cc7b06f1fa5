// Turns one event of a conversation into one durable turn: steps the dialog engine, carries out
// what it asks for, writes one Commit, and tells the listeners once it is durable. Client ids make
// it idempotent: a repeat gets the stored answer. Loop thread only.
//
// It never blocks and never throws: a broken invariant costs the turn (nothing of it is kept, the
// client is told), never the process.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/turns/case_desk.hpp"
#include "bot/turns/conversations.hpp"
#include "bot/turns/flow_port.hpp"
#include "bot/turns/shop_clock.hpp"
#include "bot/turns/turn.hpp"
#include "bot/understanding/interpreter.hpp"
#include "dialogs/engine.hpp"

namespace bot {

// A message or press, decoded and allowed. Of the customer; with `author` a message of the person
// who has the conversation, which the dialog engine does not see.
struct ClientEvent {
  std::string client_id;  // 1 to 64 characters
  std::string input;      // JSON of it for the journal; equal for equal events
  dialogs::Event event;
  std::string text;  // the customer's own words
  std::vector<dialogs::Attachment> attachments;
  std::optional<AgentName> author = {};
  std::string message_id = {};  // of the message's frame, where it is not the client id
};

class TurnProcessor {
 public:
  TurnProcessor(World& world, Conversations& conversations, CaseDesk& desk, FlowPort& port);

  // The answer goes to `origin` and everybody else in the conversation. Refusals (`conflict`,
  // `busy`, `read_only`, `unavailable`) go to on_refused of `origin`.
  void run(Conversation& conversation, const ClientEvent& event, Listener& origin);

  // Whether an event with this client id was accepted before.
  bool is_known(const Conversation& conversation, std::string_view client_id) const;

  // First contact, or coming back: greets where there is something to say. For a new conversation
  // its first commit. `after` runs once it is durable.
  void open(Conversation& conversation, bool is_new, std::string_view guest_secret_hash,
            std::function<void(const base::Result<void>&)> after);

  // Any other event of the dialog: a timer that fired, a hand-over that ended, a signal. `input` is
  // its JSON for the journal; `prepare` adds what must become durable with it. Errors as run's.
  base::Result<void> run_event(Conversation& conversation, std::string input,
                               const dialogs::Event& event,
                               const std::function<void(Turn&)>& prepare);

  // Whether a turn of this conversation can begin now; the error says why not. Null: any commit.
  base::Result<void> admit(Conversation* conversation);
  // A turn on the conversation's next number; null: a commit that tells nobody.
  Turn begin(Conversation* conversation);
  // Makes the turn durable and tells everybody. Precondition: admit() said yes within this task.
  void submit(Turn turn);
  // Steps the engine with one event and whatever follows from it within the turn.
  void step(Turn& turn, const dialogs::Event& event);
  // submit() of a turn in which something happened to cases: the flows that wait for it are woken
  // first, behind what the cases told of it.
  void submit_case_turn(Turn turn);

  // Called after a turn is durable that changed who has a conversation, or who waits in it.
  void on_owner_changed(std::function<void(Conversation&)> listener) {
    owner_listener_ = std::move(listener);
  }

  const dialogs::Engine& engine() const { return engine_; }
  dialogs::Formatters& formatters() { return *formatters_; }
  // The profile has another program, other articles or a reader from here on. Between turns.
  void adopt_profile();

 private:
  // Answers a client id that was seen before; false when it was not.
  bool answer_repeat(Conversation& conversation, const ClientEvent& event, Listener& origin);
  void run_new(Conversation& conversation, const ClientEvent& event, Listener& origin);
  // A message with what it is taken for, as the engine gets it; any other event as it is. Turns
  // the conversation to the language that the message is written in.
  dialogs::Event understand(Conversation& conversation, const dialogs::Event& event,
                            base::Instant now);
  // Turns the conversation to the language that the message is clearly written in. What was
  // guessed, unless nobody had to.
  std::optional<dialogs::LanguageGuess> follow_language(Conversation& conversation,
                                                        std::string_view text) const;
  // Keeps what the step could not answer.
  void note_gap(Turn& turn, const dialogs::Event& event, const dialogs::StepResult& result) const;
  void record_world(Turn& turn) const;
  void carry_out(Turn& turn, dialogs::StepResult result, std::vector<dialogs::Event>& follow);
  void request_timer(Turn& turn, const dialogs::TimerRequest& request);
  void request_handover(Turn& turn, const dialogs::HandoverRequest& request);
  void finish_commit(Turn& turn);
  void settle(std::shared_ptr<Turn> turn, storage::CommitOutcome outcome);
  void settle_ok(Turn& turn, const storage::CommitOutcome& outcome);
  // Nothing of the turn will be kept: whoever waits for it is told.
  void abandon(Turn& turn, const base::Error& error);
  // Steps the engine with what happened to cases in the turn (Turn::signals), where a flow waits.
  void signal(Turn& turn);
  base::Error roll_back(Turn& turn, const std::exception& broken);
  // What the engine may know; holds until the conversation's locale changes.
  dialogs::Context context_of(const Conversation& conversation, base::Instant now);
  const std::string& today(const Conversation& conversation, const dialogs::Formatter& formatter,
                           base::Instant now);

  World& world_;
  Conversations& conversations_;
  CaseDesk& desk_;
  FlowPort& port_;
  dialogs::Engine engine_;
  std::unique_ptr<dialogs::Formatters> formatters_;
  std::unique_ptr<ShopClock> shop_clock_;
  std::unique_ptr<Interpreter> interpreter_;
  std::function<void(Conversation&)> owner_listener_;
  std::unordered_map<std::string, std::pair<std::int64_t, std::string>> today_;  // by zone
};

}  // namespace bot

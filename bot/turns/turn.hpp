// A turn in the making: everything that one event causes, gathered until it becomes one Commit.
// Made by TurnProcessor; parts that add to it (the case desk, the dialog's port) get it by
// reference. Nothing of it leaves the process before it is durable. Loop thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "bot/protocol/server_frame.hpp"
#include "bot/turns/conversation.hpp"
#include "bot/turns/recording.hpp"
#include "dialogs/change.hpp"
#include "storage/commit.hpp"
#include "workflow/case.hpp"

namespace bot {

// A person of the staff, as a conversation knows them.
struct AgentName {
  std::string id;
  std::string display;
};

struct Turn {
  Conversation* conversation = nullptr;  // null: a commit that tells nobody
  base::Instant now{};
  std::unique_ptr<storage::Commit> commit = std::make_unique<storage::Commit>();

  std::string client_id;     // empty: not caused by a client
  std::uint64_t origin = 0;  // listener that caused it, 0 for none
  std::string input;         // JSON of the event, for the journal
  std::int64_t first_seq = 0;
  std::int64_t next_seq = 0;
  std::string output;  // message frames, one a line
  std::vector<dialogs::Change> changes;
  // What cases tell because of the customer's own action: said after the flow's words about it and
  // before its next question (say_told).
  struct Told {
    std::string step;
    std::string text;
    std::vector<dialogs::Attachment> attachments = {};
    std::vector<dialogs::Button> buttons = {};
  };
  std::vector<Told> told;
  // What happened to cases in this turn, for flows that wait for it (TurnProcessor::signal).
  std::vector<dialogs::SignalEvent> signals;
  Recording recording;
  std::vector<std::string> frames_for_all;  // `case` and `owner` frames, told after the messages
  std::vector<std::string> staged_cases;    // ids of cases in the desk's hands
  bool is_new_conversation = false;
  // Of the owner (ownership.hpp): the person who takes the conversation with this turn, or that it
  // goes from a person back to the queue; who wrote in it; why it is handed over.
  std::optional<AgentName> taken_by;
  bool is_requeued = false;
  bool is_promised = false;  // the turn tells the customer that the answer comes later
  std::optional<From> spoke;
  std::string handover_reason;
  bool has_new_owner = false;  // known once it is submitted
  // Runs once it is durable, or with the error when it never will be.
  std::function<void(const base::Result<void>&)> after;

  // Adds a message with the next sequence number: the customer's own, or one that the dialog engine
  // did not make (a notice of a case). `frame` without seq, id and time.
  void say(MessageFrame frame);
  // Says what cases told so far.
  void say_told();
  // The same for a reply of the engine, which a replay makes again.
  void say_reply(MessageFrame frame);

 private:
  void add(MessageFrame frame);
};

// Opens the turn on the conversation's next sequence number. `conversation` may be null.
Turn begin_turn(Conversation* conversation, base::Instant now);

}  // namespace bot

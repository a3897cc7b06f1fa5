// Events of cases that come from outside a dialog: the back office and the clock. Each becomes a
// turn of the customer's conversation, so that the change and the message about it are one commit.
// Loop thread only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "bot/access/principal.hpp"
#include "bot/turns/case_desk.hpp"
#include "bot/turns/conversations.hpp"
#include "bot/turns/turn_processor.hpp"

namespace bot {

// What the back office posts. `key` makes a repeat harmless; empty: every post counts.
struct CasePost {
  std::string number;
  std::string event;
  std::string key;
  base::Record fields;  // the event's data
  std::string request;  // the body as it came, to tell a repeat from another use of the key
};

// What it gets back: JSON for a status of 200.
struct CaseAnswer {
  std::string body;
};
using CaseReply = std::function<void(const base::Result<CaseAnswer>&)>;

class CaseEvents {
 public:
  CaseEvents(World& world, Conversations& conversations, CaseDesk& desk, TurnProcessor& processor);

  // Replies once the event is durable, or with why not: `not_found`, `conflict` (the key with
  // another body), admit()'s errors, and workflow's refusals.
  void post(const BackOffice& who, const CasePost& post, const CaseReply& reply);

  // Carries out every due row whose time has come, in order of due time; at most a bounded number a
  // call. Returns whether more are waiting.
  bool fire_due();

 private:
  struct Waiting {
    std::string request;
    std::vector<CaseReply> replies;
  };

  base::Result<Conversation*> home_of(const workflow::Case& subject);
  // True when the key answered it.
  bool answer_repeat(const std::string& scope, const CasePost& post, const CaseReply& reply);
  void run_post(const BackOffice& who, const std::string& scope, const CasePost& post,
                const workflow::Case& subject, const CaseReply& reply);
  void fire(const storage::DueRow& row);
  void fire_case(const storage::DueRow& row);
  void fire_dialog(const storage::DueRow& row);
  // A row that means nothing any more.
  void drop(const storage::DueRow& row, std::string_view why);

  World& world_;
  Conversations& conversations_;
  CaseDesk& desk_;
  TurnProcessor& processor_;
  std::map<std::pair<std::string, std::string>, Waiting> in_flight_;  // by scope and key
  std::unordered_set<std::string> firing_;                            // ids of due rows
};

// {"number","type","state","version","due"}: how the back office sees a case after an event.
std::string case_answer(const workflow::Case& subject, std::optional<base::Instant> due);

}  // namespace bot

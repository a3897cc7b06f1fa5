// What people do with conversations: take one, speak in it, give it back; and what happens while
// they do not: a promise when the queue takes long, back to the queue when a person is gone. Each
// is a turn of the conversation, so it is durable before anybody hears of it. Loop thread only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "bot/turns/conversations.hpp"
#include "bot/turns/turn_processor.hpp"

namespace bot {

class HandoverDesk {
 public:
  using Outcome = dialogs::HandoverEnded::Outcome;
  using Reply = std::function<void(const base::Result<storage::OwnerRow>&)>;
  // Whether the person has shown a sign of life since the instant.
  using IsPresent = std::function<bool(std::string_view staff, base::Instant since)>;

  struct Request {
    std::string_view conversation;  // uuid
    AgentName who;
    std::int64_t epoch = 0;     // that the person saw; 0 for take: any
    bool may_overrule = false;  // may take from, and speak for, a colleague
  };

  HandoverDesk(World& world, Conversations& conversations, TurnProcessor& processor);

  // The person has it from now on, whether it waited or the bot had it. A repeat is harmless.
  // Errors: `not_found`, `taken` (a colleague has it), admit()'s.
  void take(const Request& request, const Reply& reply);
  // The bot has it again. Errors: `not_found`, `not_owner` (or an old epoch), admit()'s.
  void give_back(const Request& request, Outcome outcome, const Reply& reply);
  // It waits for another person again. Errors as give_back's.
  void put_back(const Request& request, const Reply& reply);
  // A message to the customer: `id` is the person's own (a UUID), which makes a repeat harmless.
  // What becomes of it goes to the listener, as TurnProcessor::run's does; `not_owner` too.
  void say(Conversation& conversation, const Request& request, std::string_view id,
           const std::string& text, Listener& origin);

  // Now and then: promises, people who are gone, places in the queue.
  void tick(const IsPresent& is_present);

 private:
  base::Result<Conversation*> of_owner(const Request& request);
  void change(Conversation& conversation, const std::function<void(Turn&)>& prepare,
              std::string_view action, std::string_view staff, const Reply& reply);
  // The shop's words in the customer's language; empty when the profile has none under that key.
  std::string words(const Conversation& conversation, const std::string& key,
                    const base::Record& values);
  void say_system(Turn& turn, const std::string& key, const base::Record& values);
  void promise(Conversation& conversation);
  // Whether they were satisfied, once nothing else is being asked.
  void ask_rating(Conversation& conversation);
  void tell_places();

  World& world_;
  Conversations& conversations_;
  TurnProcessor& processor_;
  std::map<std::string, int, std::less<>> told_places_;  // by uuid
};

}  // namespace bot

// What the console shows of conversations, and what the staff do with them: /console/api/queue,
// /search, /replies and /conversations/{uuid}. Loop thread only.
#pragma once

#include "base/json.hpp"
#include "bot/console/live_desk.hpp"
#include "bot/console/staff_desk.hpp"
#include "bot/turns/handover_desk.hpp"

namespace bot {

class ConversationPages {
 public:
  ConversationPages(const ApiParts& parts, HandoverDesk& handover, LiveDesk& live)
      : parts_(parts), handover_(handover), live_(live) {}

  // Everything that people have or wait for, who waits longest first.
  HttpResponse queue(const SignedIn& who) const;
  // Conversations and cases whose number, customer or track begins with `q`.
  void search(const SignedIn& who, const HttpRequest& request, const HttpReply& reply) const;
  // Ready answers in the language `locale`, with the figures of the policy filled in.
  HttpResponse replies(const HttpRequest& request) const;
  // `rest`: behind "/conversations". GET {uuid}, GET {uuid}/messages, GET {uuid}/why/{message};
  // POST {uuid}/take, /give_back, /put_back, /notes.
  void serve(const SignedIn& who, const HttpRequest& request, std::string_view rest,
             const HttpReply& reply);

 private:
  HttpResponse show(std::string_view uuid) const;
  HttpResponse older(const HttpRequest& request, std::string_view uuid) const;
  HttpResponse reason(std::string_view uuid, std::string_view message) const;
  void act(const SignedIn& who, const HttpRequest& request, std::string_view uuid,
           std::string_view what, const HttpReply& reply);
  void note(const SignedIn& who, const base::Record& body, std::string_view uuid,
            const HttpReply& reply);
  void write_owner(base::JsonWriter& json, const storage::OwnerRow& owner) const;
  void write_waiting(base::JsonWriter& json, const storage::WaitingRow& row) const;

  const ApiParts& parts_;
  HandoverDesk& handover_;
  LiveDesk& live_;
};

}  // namespace bot

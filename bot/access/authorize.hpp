// The one place that says who may do what to what, for every transport. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "bot/access/principal.hpp"

namespace bot {

enum class Operation {
  start_conversation,  // no object yet
  read_conversation,   // resume, receive messages
  send_message,        // message, press, read, typing
  upload_file,         // no object yet
  attach_upload,       // name an upload in a message
  read_file,           // open an attachment, or ask for a link to it
  read_own_case,       // a case of this customer, from the chat
  list_cases,          // all cases, no object
  read_case,           // one case with its events
  apply_case_event,    // approve, arrived, ...; which role may apply which is the case machine's
  use_console,         // sign in, the queue, the lists; no object
  take_conversation,   // become the person who has it; give it back
  write_note,          // for colleagues only
  take_from_other,     // give back, or take, what a colleague has
  see_overview,        // figures of the whole shop; no object
  manage_staff,        // who may sign in, and the keys of the back office; no object
};
std::span<const Operation> all_operations();
std::string_view to_string(Operation operation);

// Whose the object is, as its row says. Empty parts match nobody.
struct ObjectOwner {
  std::string_view customer = {};      // customer id
  std::string_view conversation = {};  // uuid of the conversation it belongs to
};

// From a row's owner key ("customer:anna", "guest:<uuid>", principal.hpp); nobody's when it is none
// of these. The views point into `key`.
ObjectOwner owner_of(std::string_view key);

// For operations on no object.
inline constexpr ObjectOwner kNoObject = {};

// Errors: `forbidden` when this kind of principal may never do this; `not_found` when it may, but
// not to this object: the same answer as for an object that does not exist.
base::Result<void> authorize(const Principal& principal, Operation operation,
                             const ObjectOwner& owner);

// The answer for an object that does not exist, so that callers cannot word it differently.
base::Error not_found();

}  // namespace bot

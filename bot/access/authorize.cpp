#include "bot/access/authorize.hpp"

#include <array>

namespace bot {
namespace {

constexpr std::array kOperations = {
    Operation::start_conversation, Operation::read_conversation, Operation::send_message,
    Operation::upload_file,        Operation::attach_upload,     Operation::read_file,
    Operation::read_own_case,      Operation::list_cases,        Operation::read_case,
    Operation::apply_case_event,   Operation::use_console,       Operation::take_conversation,
    Operation::write_note,         Operation::take_from_other,   Operation::see_overview,
    Operation::manage_staff,
};

// What one kind of principal may do: never, to its own objects, or to any.
enum class Reach { never, own, any };

struct Rule {
  Reach guest;
  Reach customer;
  Reach back_office;
  Reach agent = Reach::never;  // and everything an agent may, a lead and an admin may
  Reach lead = agent;          // and an admin
  Reach admin = lead;
};

// The whole policy. A new operation without a row does not compile (-Wswitch).
Rule rule_of(Operation operation) {
  switch (operation) {
    case Operation::start_conversation:
      return {Reach::never, Reach::any, Reach::never};
    case Operation::read_conversation:
    case Operation::send_message:
      return {Reach::own, Reach::own, Reach::never, Reach::any};
    case Operation::upload_file:
      return {Reach::any, Reach::any, Reach::never};
    case Operation::attach_upload:
      return {Reach::own, Reach::own, Reach::never};
    case Operation::read_file:
      return {Reach::own, Reach::own, Reach::any, Reach::any};
    case Operation::read_own_case:
      return {Reach::own, Reach::own, Reach::never};
    case Operation::list_cases:
    case Operation::read_case:
    case Operation::apply_case_event:
      return {Reach::never, Reach::never, Reach::any, Reach::any};
    case Operation::use_console:
    case Operation::take_conversation:
    case Operation::write_note:
      return {Reach::never, Reach::never, Reach::never, Reach::any};
    case Operation::take_from_other:
    case Operation::see_overview:
      return {Reach::never, Reach::never, Reach::never, Reach::never, Reach::any};
    case Operation::manage_staff:
      return {Reach::never, Reach::never, Reach::never, Reach::never, Reach::never, Reach::any};
  }
  return {Reach::never, Reach::never, Reach::never};
}

Reach reach_of(const Principal& principal, Operation operation) {
  const Rule rule = rule_of(operation);
  if (std::holds_alternative<Guest>(principal)) return rule.guest;
  if (std::holds_alternative<Customer>(principal)) return rule.customer;
  if (const auto* staff = std::get_if<Staff>(&principal)) {
    if (staff->role == StaffRole::admin) return rule.admin;
    return staff->role == StaffRole::lead ? rule.lead : rule.agent;
  }
  return rule.back_office;
}

bool owns(const Principal& principal, const ObjectOwner& owner) {
  if (const auto* customer = std::get_if<Customer>(&principal)) {
    return !owner.customer.empty() && owner.customer == customer->id;
  }
  if (const auto* guest = std::get_if<Guest>(&principal)) {
    // What belongs to a customer is no guest's, even inside the guest's conversation.
    return owner.customer.empty() && !owner.conversation.empty() &&
           owner.conversation == guest->conversation;
  }
  return false;
}

}  // namespace

std::span<const Operation> all_operations() {
  return kOperations;
}

std::string_view to_string(Operation operation) {
  switch (operation) {
    case Operation::start_conversation:
      return "start_conversation";
    case Operation::read_conversation:
      return "read_conversation";
    case Operation::send_message:
      return "send_message";
    case Operation::upload_file:
      return "upload_file";
    case Operation::attach_upload:
      return "attach_upload";
    case Operation::read_file:
      return "read_file";
    case Operation::read_own_case:
      return "read_own_case";
    case Operation::list_cases:
      return "list_cases";
    case Operation::read_case:
      return "read_case";
    case Operation::apply_case_event:
      return "apply_case_event";
    case Operation::use_console:
      return "use_console";
    case Operation::take_conversation:
      return "take_conversation";
    case Operation::write_note:
      return "write_note";
    case Operation::take_from_other:
      return "take_from_other";
    case Operation::see_overview:
      return "see_overview";
    case Operation::manage_staff:
      return "manage_staff";
  }
  return "unknown";
}

ObjectOwner owner_of(std::string_view key) {
  constexpr std::string_view kCustomer = "customer:";
  constexpr std::string_view kGuest = "guest:";
  if (key.starts_with(kCustomer)) return {key.substr(kCustomer.size()), {}};
  if (key.starts_with(kGuest)) return {{}, key.substr(kGuest.size())};
  return {};
}

base::Result<void> authorize(const Principal& principal, Operation operation,
                             const ObjectOwner& owner) {
  switch (reach_of(principal, operation)) {
    case Reach::never:
      return base::Error{base::Code::forbidden, "forbidden", "this is not allowed here"};
    case Reach::own:
      if (!owns(principal, owner)) return not_found();
      return {};
    case Reach::any:
      return {};
  }
  return not_found();
}

base::Error not_found() {
  return {base::Code::not_found, "not_found", "there is no such thing, or it is not yours"};
}

}  // namespace bot

// The whole matrix: every operation x every principal x every owner, each cell written down.
#include "bot/access/authorize.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace bot;

namespace {

struct Person {
  std::string name;
  Principal principal;
};

const std::vector<Person>& people() {
  static const std::vector<Person> kPeople = {
      {"guest A", Guest{"conversation-a"}},
      {"guest B", Guest{"conversation-b"}},
      {"anna", Customer{"anna"}},
      {"boris", Customer{"boris"}},
      {"support", BackOffice{"desk", Role::support}},
      {"warehouse", BackOffice{"scanner", Role::warehouse}},
      {"finance", BackOffice{"ledger", Role::finance}},
      {"agent", Staff{"1", "mia", "Mia", StaffRole::agent}},
      {"lead", Staff{"2", "lev", "Lev", StaffRole::lead}},
      {"admin", Staff{"3", "ada", "Ada", StaffRole::admin}},
  };
  return kPeople;
}

struct Thing {
  std::string name;
  ObjectOwner owner;
};

const std::vector<Thing>& things() {
  static const std::vector<Thing> kThings = {
      {"nothing", kNoObject},
      {"guest A's", {"", "conversation-a"}},
      {"anna's", {"anna", "conversation-anna"}},
      {"anna's without a conversation", {"anna", ""}},
      {"anna's in A's conversation", {"anna", "conversation-a"}},
      {"a customer's named as a conversation", {"conversation-a", ""}},
      {"a conversation named as a customer", {"", "anna"}},
  };
  return kThings;
}

std::string answer(const Person& person, Operation operation, const Thing& thing) {
  const auto allowed = authorize(person.principal, operation, thing.owner);
  return allowed ? "yes" : std::string(allowed.error().name);
}

// Who owns what, said once more by hand: the code must agree.
bool owns(const std::string& person, const std::string& thing) {
  static const std::set<std::pair<std::string, std::string>> kOwned = {
      {"guest A", "guest A's"},
      {"anna", "anna's"},
      {"anna", "anna's without a conversation"},
      {"anna", "anna's in A's conversation"},
  };
  return kOwned.count({person, thing}) == 1;
}

enum class May { never, own, any };

struct Rule {
  May guest;
  May customer;
  May back_office;
  May agent;
  May lead;
  May admin;
};

const std::map<Operation, Rule>& rules() {
  static const std::map<Operation, Rule> kRules = {
      {Operation::start_conversation,
       {May::never, May::any, May::never, May::never, May::never, May::never}},
      {Operation::read_conversation,
       {May::own, May::own, May::never, May::any, May::any, May::any}},
      {Operation::send_message, {May::own, May::own, May::never, May::any, May::any, May::any}},
      {Operation::upload_file,
       {May::any, May::any, May::never, May::never, May::never, May::never}},
      {Operation::attach_upload,
       {May::own, May::own, May::never, May::never, May::never, May::never}},
      {Operation::read_file, {May::own, May::own, May::any, May::any, May::any, May::any}},
      {Operation::read_own_case,
       {May::own, May::own, May::never, May::never, May::never, May::never}},
      {Operation::list_cases, {May::never, May::never, May::any, May::any, May::any, May::any}},
      {Operation::read_case, {May::never, May::never, May::any, May::any, May::any, May::any}},
      {Operation::apply_case_event,
       {May::never, May::never, May::any, May::any, May::any, May::any}},
      {Operation::use_console, {May::never, May::never, May::never, May::any, May::any, May::any}},
      {Operation::take_conversation,
       {May::never, May::never, May::never, May::any, May::any, May::any}},
      {Operation::write_note, {May::never, May::never, May::never, May::any, May::any, May::any}},
      {Operation::take_from_other,
       {May::never, May::never, May::never, May::never, May::any, May::any}},
      {Operation::see_overview,
       {May::never, May::never, May::never, May::never, May::any, May::any}},
      {Operation::manage_staff,
       {May::never, May::never, May::never, May::never, May::never, May::any}},
  };
  return kRules;
}

May rule_for(const Person& person, Operation operation) {
  const Rule& rule = rules().at(operation);
  if (std::holds_alternative<Guest>(person.principal)) return rule.guest;
  if (std::holds_alternative<Customer>(person.principal)) return rule.customer;
  if (const auto* staff = std::get_if<Staff>(&person.principal)) {
    if (staff->role == StaffRole::admin) return rule.admin;
    return staff->role == StaffRole::lead ? rule.lead : rule.agent;
  }
  return rule.back_office;
}

}  // namespace

TEST_CASE("authorize: every operation has a row, and every cell its answer", "[bot][access]") {
  std::size_t cells = 0;
  for (const Operation operation : all_operations()) {
    REQUIRE(rules().count(operation) == 1);
    for (const Person& person : people()) {
      for (const Thing& thing : things()) {
        const May may = rule_for(person, operation);
        const bool is_yes = may == May::any || (may == May::own && owns(person.name, thing.name));
        const std::string expected = is_yes ? "yes" : may == May::never ? "forbidden" : "not_found";
        INFO(person.name << " " << to_string(operation) << " " << thing.name);
        CHECK(answer(person, operation, thing) == expected);
        ++cells;
      }
    }
  }
  CHECK(cells == rules().size() * people().size() * things().size());
  CHECK(all_operations().size() == rules().size());
}

TEST_CASE("authorize: another's and a missing object look the same", "[bot][access]") {
  const auto refused = authorize(Customer{"boris"}, Operation::read_file, {"anna", "c"});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().name == not_found().name);
  CHECK(refused.error().detail == not_found().detail);
  CHECK(refused.error().code == not_found().code);
}

TEST_CASE("authorize: an owner key and a principal name the same owner", "[bot][access]") {
  const Principal anna = Customer{"anna"};
  const Principal guest = Guest{"conversation-a"};
  const Principal desk = BackOffice{"desk", Role::support};
  const std::string anna_key = owner_key(anna);
  const std::string guest_key = owner_key(guest);
  const std::string desk_key = owner_key(desk);
  CHECK(authorize(anna, Operation::read_file, owner_of(anna_key)).has_value());
  CHECK(authorize(guest, Operation::read_file, owner_of(guest_key)).has_value());
  CHECK_FALSE(authorize(anna, Operation::read_file, owner_of(guest_key)).has_value());
  CHECK_FALSE(authorize(guest, Operation::read_file, owner_of(anna_key)).has_value());
  // A customer whose id looks like another kind of key is still that customer.
  const Principal tricky = Customer{"guest:conversation-a"};
  CHECK_FALSE(authorize(tricky, Operation::read_file, owner_of(guest_key)).has_value());
  CHECK(owner_of(desk_key).customer.empty());
  CHECK(owner_of("").customer.empty());
  CHECK(owner_of("").conversation.empty());
  CHECK(owner_of("anna").customer.empty());
}

TEST_CASE("authorize: names of operations and roles differ", "[bot][access]") {
  std::set<std::string_view> names;
  for (const Operation operation : all_operations()) names.insert(to_string(operation));
  CHECK(names.size() == all_operations().size());
  CHECK(to_string(Role::support) == "support");
  CHECK(to_string(Role::warehouse) == "warehouse");
  CHECK(to_string(Role::finance) == "finance");
}

// The shop as conversations in tests meet it: look-ups, actions and signals answered with random
// values of the types that contracts.yaml declares, so that a new flow is explored without a line
// of code. A value type; a seed decides everything.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/value.hpp"
#include "dialogs/event.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/request.hpp"

namespace tests {

// Values that the conditions of the flows compare with: random ones lie on both sides of them.
struct Landmarks {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
  explicit Landmarks(const dialogs::Program& program);
};

// How the shop answers until told otherwise.
struct ShopPlan {
  enum class Lookup { items, nothing, fails };
  enum class Action {
    ok,
    refused,  // by `refusal` of the contract; ok when the contract has none of that name
    lost,     // trouble, and nothing was done
    unclear,  // trouble, but it was done: only the answer got lost
    strange,  // refused in a way that the contract does not list
  };
  Lookup lookup = Lookup::items;
  Action action = Action::ok;
  std::string refusal;
  bool is_late = false;  // the answers come after the turn (Move::Kind::arrive)
};

class World {
 public:
  // The landmarks outlive every copy of the world.
  World(const dialogs::Program& program, const Landmarks& landmarks, std::uint64_t seed,
        base::Instant now);

  // A random value of the type.
  base::Value any(const dialogs::ContractType& type);
  base::Value record(const std::vector<dialogs::ContractField>& fields);
  // The fields of `customer`; a guest has none but `signed_in: no`.
  base::Value customer(bool is_signed_in);

  // The same answer for the same question until shuffle().
  dialogs::LookupResult answer(const dialogs::LookupRequest& request, const ShopPlan& plan);
  // The same answer for the same key, always. Throws BrokenPromise when an act would happen twice.
  dialogs::ActionResult answer(const dialogs::ActionRequest& request, const ShopPlan& plan);
  // Look-ups find something else from now on.
  void shuffle() { found_.clear(); }

  // How often each action was done (not only asked for).
  const std::map<std::string, int>& done() const { return done_; }

  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

 private:
  base::Value scalar(const dialogs::ContractType& type);

  const dialogs::Program* program_;
  const Landmarks* landmarks_;
  base::SeededRandom random_;
  base::Instant now_;
  bool is_inside_ = false;  // making a field of a record
  std::uint64_t next_number_ = 1000;
  std::map<std::string, base::Value> found_;            // by look-up and arguments
  std::map<std::string, base::Value> results_;          // of acts that were done, by key
  std::map<std::string, std::string> key_of_business_;  // run, step and once_per: its key
  std::map<std::string, int> done_;
};

}  // namespace tests

// Random events to a case machine, each compared with a small model that knows nothing of the
// machine's file: whether it is taken, the state after it, the timers that run.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "profile.hpp"

namespace workflow_test {

using Next = std::optional<std::string>;  // the state after it; nothing: refused

class Model {
 public:
  virtual ~Model() = default;
  virtual const char* type() const = 0;
  virtual base::Record opening_fields() const { return {{"zone", "Asia/Almaty"}}; }
  // What may be sent at all, and one more that does not exist.
  virtual const std::vector<std::string>& events() const = 0;
  virtual base::Record random_data(const std::string& event, base::SeededRandom& random) const = 0;
  // Facts about people's events; timers are the driver's business.
  virtual Next people(const workflow::CaseEvent& sent, base::Instant now) = 0;
  // The state that a timer's event leads to, and the timers of each state.
  virtual std::string after_timer(const std::string& event) const {
    return event == "close" ? "closed" : state;
  }
  virtual const std::map<std::string, std::set<std::string>>& timers() const = 0;
  // These run on although they fired.
  virtual const std::set<std::string>& repeating() const = 0;
  virtual void check(const workflow::Transition&) const {}

  std::string state = "new";
};

// BOOMERANG_CASE_EVENTS events (a million), sixty a case, from BOOMERANG_SEED. Every state must be
// visited.
void run_model(const std::function<std::unique_ptr<Model>(base::SeededRandom&)>& make);

}  // namespace workflow_test

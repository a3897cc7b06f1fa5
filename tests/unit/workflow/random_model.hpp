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
  // What opens a case.
  virtual std::string opening(base::SeededRandom&) const { return events().front(); }
  // Nothing is possible any more, or nearly nothing.
  virtual bool is_over() const { return state == "closed"; }
  // What may be sent at all, and one more that does not exist.
  virtual const std::vector<std::string>& events() const = 0;
  virtual base::Record random_data(const std::string& event, base::SeededRandom& random) const = 0;
  // Facts about people's events; timers are the driver's business.
  virtual Next people(const workflow::CaseEvent& sent, base::Instant now) = 0;
  // The state that a timer's event leads to, and the events of the timers of each state.
  virtual Next after_timer(const std::string& event) { return event == "close" ? "closed" : state; }
  virtual const std::map<std::string, std::set<std::string>>& timers() const = 0;
  // These run on although they fired.
  virtual const std::set<std::string>& repeating() const = 0;
  // The timers that run after a step that did not change the state; `before` ran until then.
  virtual std::set<std::string> running_on(const workflow::CaseEvent& sent,
                                           std::set<std::string> before, base::Instant) const {
    const bool is_fired = sent.actor == workflow::Actor::clock && !repeating().contains(sent.name);
    if (is_fired) before.erase(sent.name);
    return before;
  }
  // Each step that was taken: to be looked at, and to be remembered.
  virtual void see(const workflow::Transition&) {}

  std::string state = "new";
};

// BOOMERANG_CASE_EVENTS events (a million), sixty a case, from BOOMERANG_SEED. Every state must be
// visited.
void run_model(const std::function<std::unique_ptr<Model>(base::SeededRandom&)>& make);

}  // namespace workflow_test

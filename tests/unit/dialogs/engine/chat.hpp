// A conversation for tests: runs the real engine on a small profile, answers its look-ups and
// actions, and writes what is said as short lines. After every step it proves what must always
// hold: the folded changes are the state to the byte, a snapshot reads back, and exactly one
// question is open unless nothing is.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/engine.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/loader.hpp"

namespace dialogs::testing {

// A sound profile around these flows (YAML); texts say the end of their key and
// the names they are given.
std::shared_ptr<const Program> program_of(const std::vector<std::string>& flows);

class Chat {
 public:
  explicit Chat(std::shared_ptr<const Program> program);

  // Each returns what came of it, one line a reply:
  //   "f.order: Which order? [Order 1 | Order 2]", the rows of a review below it: "  Order = 1";
  // requests that are not answered by themselves as "-> timer wait:1:decided +1d".
  std::string open();
  std::string write(std::string_view text);
  std::string send_files(const std::vector<std::string>& uploads, std::string_view text = {},
                         std::string_view type = "jpeg");
  // Presses the newest button or row that has this label.
  std::string press(std::string_view label);
  std::string press_all(const std::vector<std::string>& labels);
  std::string press_token(const std::string& token);
  std::string start(std::string_view flow);
  std::string happen(const Event& event);

  // From here on another edition of the flows.
  void publish(std::shared_ptr<const Program> program);
  std::string unfinished() const;  // "title, title"

  // The token of the newest button or row with that label; empty when there never was one.
  std::string token(std::string_view label) const;
  std::vector<std::string> all_tokens() const;

  // Scripted world: what the next actions answer (then: ok with {number: R-1}), and look-ups.
  std::deque<ActionResult> actions;
  std::map<std::string, base::Value> lookups;
  // When off, look-ups and actions stay open ("-> lookup shop.orders 1").
  bool answers_requests = true;
  base::Instant now;
  base::Value customer;
  std::vector<Judged> judged;  // of the newest event, what became of its commands
  std::vector<ActionRequest> acted;
  std::vector<std::string> timers;  // keys of every timer asked for
  bool shows_silence = false;       // whether "-> timer silence" lines are written too
  // Time goes by; timers that come due fire in their order.
  std::string pass(base::Duration time);
  // Timers under way, by key.
  std::map<std::string, base::Instant> due;

  State state;
  std::optional<Expects> expects;  // of the newest question
  // The answer at a path of the newest frame as JSON; "-" when there is none.
  std::string answer(std::string_view path) const;
  std::string stack() const;

 private:
  std::string describe(const StepResult& result, std::deque<Event>& next);
  void prove_invariants(const StepResult& result, const Event& event, bool was_mute);

  std::shared_ptr<const Program> program_;
  Engine engine_;
  std::unique_ptr<Formatter> formatter_;
  base::Value policy_;
  State folded_;
  int woken_ = 0;
  std::vector<std::pair<std::string, std::string>> tokens_;  // label, token
};

// Plays what the customer and the world do in a transcript, and returns the transcript as it really
// went; a test compares the two. Lines of input:
//   > text                what the customer writes
//   * label, label        buttons or card rows pressed together
//   + upload, upload      files sent ("+ upload as pdf" for another kind)
//   ~ open | start FLOW | token T | timer KEY | signal NAME JSON | resolved | proceed | take_over
//   ~ next ok JSON | next refused NAME JSON | next trouble      what the next action answers
//   ~ lookup fails | days N                                     the world
//   ~ minutes N                                                 time goes by and timers fire
// Every other line is what was said.
std::string replay(Chat& chat, std::string_view transcript);

}  // namespace dialogs::testing

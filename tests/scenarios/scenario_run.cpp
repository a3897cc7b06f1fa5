#include "tests/scenarios/scenario_run.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <stdexcept>

#include "base/json.hpp"
#include "tests/support/sim_server.hpp"

namespace tests {
namespace {

using base::Record;
using base::Value;
using Kind = ScenarioLine::Kind;

// A line that did not hold.
class Divergence : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

bool is_step(std::string_view step, std::string_view wanted) {
  return step == wanted || (step.size() > wanted.size() && step.ends_with(wanted) &&
                            step[step.size() - wanted.size() - 1] == '.');
}

// One window of the customer.
struct Window {
  std::unique_ptr<SimClient> client;
  std::int64_t seq = 0;
  std::size_t read = 0;  // frames that were looked at
};

class Run {
 public:
  Run(const ScenarioFile& file, const ScenarioTest& test, std::uint64_t seed)
      : file_(file), test_(test), server_(folder_.path(), file.clock, seed) {
    open("1");
  }

  ScenarioResult result;

  void chat(const ScenarioTest& test) {
    if (!test.use.empty()) chat(find(test.use));
    for (const auto& line : test.chat) {
      if (failed_) {
        result.transcript += "  not reached: line " + std::to_string(line.line) + "\n";
        continue;
      }
      try {
        carry_out(line);
      } catch (const std::exception& why) {
        failed_ = true;
        result.transcript +=
            file_.name + ":" + std::to_string(line.line) + ": " + why.what() + "\n";
        show_rest();
      }
    }
  }

  void finish() {
    if (!failed_) {
      try {
        expect_silence();
        if (test_.cases) expect_cases(*test_.cases);
      } catch (const std::exception& why) {
        failed_ = true;
        result.transcript +=
            file_.name + ":" + std::to_string(test_.line) + ": " + why.what() + "\n";
      }
    }
    for (const auto& [name, window] : windows_) {
      for (const auto& frame : window.client->raw()) result.frames += name + " " + frame + "\n";
    }
    result.has_passed = !failed_;
  }

 private:
  const ScenarioTest& find(const std::string& name) const {
    const auto found = std::find_if(file_.tests.begin(), file_.tests.end(),
                                    [&](const auto& test) { return test.name == name; });
    if (found == file_.tests.end()) throw std::runtime_error("no test is called '" + name + "'");
    return *found;
  }

  Window& here() { return windows_.at(window_); }

  void open(const std::string& name) {
    Window& window = windows_[name];
    if (window.client != nullptr) keep(window);
    window.client = server_.connect();
    window.read = 0;
    Record hello{{"type", "hello"}};
    if (!test_.customer.empty()) hello["token"] = server_.token(test_.customer);
    if (test_.customer.empty() && !secret_.empty()) hello["token"] = secret_;
    if (!conversation_.empty()) {
      hello["conversation"] = conversation_;
      hello["after"] = window.seq;
    }
    window_ = name;
    window.client->say(hello);
    collect();
  }

  // The frames of a socket that is gone still belong to the run.
  void keep(Window& window) {
    for (const auto& frame : window.client->raw()) result.frames += frame + "\n";
  }

  // Sorts new frames: messages of others wait to be expected, errors are remembered.
  void collect() {
    Window& window = here();
    const auto& frames = window.client->frames();
    for (; window.read < frames.size(); ++window.read) {
      const Value& frame = frames[window.read];
      const auto type = frame.text_at("type");
      if (type == "welcome") {
        conversation_ = frame.text_at("conversation");
        if (!frame.text_at("guest_secret").empty()) secret_ = frame.text_at("guest_secret");
      } else if (type == "error") {
        error_ = frame.text_at("code");
      } else if (type == "case") {
        number_ = frame.text_at("number");
      } else if (type == "message") {
        note_message(window, frame);
      }
    }
  }

  void note_message(Window& window, const Value& frame) {
    const std::int64_t seq = frame.at("seq").integer();
    if (seq <= window.seq) return;  // shown already: a resend or another window's turn
    if (seq != window.seq + 1) throw Divergence("message " + std::to_string(seq) + " left a gap");
    window.seq = seq;
    if (!test_.never.empty() && is_step(frame.text_at("step"), test_.never)) {
      throw Divergence("said what must never be said: " + test_.never);
    }
    for (const auto* part : {"buttons", "cards"}) {
      if (frame.at(part).is_list() && !frame.at(part).list().empty()) offer_ = frame;
    }
    if (frame.text_at("from") == "customer" || !heard_.insert(seq).second) return;
    unread_.push_back(frame);
  }

  void carry_out(const ScenarioLine& line) {
    const bool looks_on =
        line.kind == Kind::bot || line.kind == Kind::case_is || line.kind == Kind::error;
    if (!looks_on) expect_silence();
    switch (line.kind) {
      case Kind::user:
        say(Record{{"type", "message"}, {"text", line.words.at(0)}}, line.words.at(0));
        break;
      case Kind::start:
        say(Record{{"type", "press"}, {"buttons", Value::List{line.words.at(0)}}},
            line.words.at(0));
        break;
      case Kind::press:
        press(line);
        break;
      case Kind::attach:
        attach(line);
        break;
      case Kind::bot:
        expect_message(line);
        break;
      case Kind::office:
      case Kind::refused:
        office(line);
        break;
      case Kind::case_is:
        expect_case(line.words.at(0));
        break;
      case Kind::wait:
        server_.advance(line.time);
        collect();
        break;
      case Kind::tab:
        line.words.empty() || !windows_.contains(line.words.at(0)) ? open(line.words.at(0))
                                                                   : switch_to(line.words.at(0));
        break;
      case Kind::reconnect:
        here().client->drop();
        open(window_);
        break;
      case Kind::resend:
        resend();
        break;
      case Kind::crash:
        server_.crash_and_restart();
        open(window_);
        break;
      case Kind::error:
        if (error_ != line.words.at(0)) throw Divergence("the error was '" + error_ + "'");
        break;
      case Kind::nothing:
        break;
    }
  }

  void switch_to(const std::string& name) {
    window_ = name;
    collect();
  }

  void say(Record frame, const std::string& shown) {
    result.transcript += "  you: " + shown + "\n";
    frame["id"] = "s" + std::to_string(++sent_);
    last_ = base::to_json(frame);
    error_.clear();
    here().client->say(last_);
    collect();
  }

  std::string token_of(const std::string& label) {
    std::string known;
    const auto look = [&](const Value& list) -> std::string {
      if (!list.is_list()) return {};
      for (const Value& one : list.list()) {
        known += (known.empty() ? "" : ", ") + std::string(one.text_at("label"));
        if (one.text_at("label") == label && !one.text_at("token").empty()) {
          return std::string(one.text_at("token"));
        }
      }
      return {};
    };
    if (auto token = look(offer_.at("buttons")); !token.empty()) return token;
    if (offer_.at("cards").is_list()) {
      for (const Value& card : offer_.at("cards").list()) {
        if (auto token = look(card.at("rows")); !token.empty()) return token;
      }
    }
    throw Divergence("there is no button '" + label + "', only: " + known);
  }

  void press(const ScenarioLine& line) {
    Value::List tokens;
    std::string shown;
    for (const auto& label : line.words) {
      tokens.emplace_back(token_of(label));
      shown += "[" + label + "]";
    }
    say(Record{{"type", "press"}, {"buttons", std::move(tokens)}}, shown);
  }

  void attach(const ScenarioLine& line) {
    const std::string token = test_.customer.empty() ? secret_ : server_.token(test_.customer);
    Value::List uploads;
    for (const auto& type : line.words) {
      uploads.emplace_back(server_.upload(token, type, "file " + std::to_string(++files_)));
    }
    say(Record{{"type", "message"}, {"text", ""}, {"attachments", std::move(uploads)}}, "(files)");
  }

  void office(const ScenarioLine& line) {
    if (number_.empty()) throw Divergence("there is no case yet");
    result.transcript += "  office: " + line.words.at(0) + "\n";
    const int status = server_.case_event(number_, line.role, line.words.at(0), line.data,
                                          "office-" + std::to_string(++posts_));
    const std::string wanted = line.kind == Kind::refused ? line.words.at(1) : "200";
    if (std::to_string(status) != wanted) {
      throw Divergence("the back office got " + std::to_string(status) + " instead of " + wanted);
    }
    collect();
  }

  void resend() {
    SimClient& client = *here().client;
    const auto before = answer_to(client, last_);
    client.forget();
    here().read = 0;
    client.say(last_);
    const auto again = answer_to(client, last_);
    if (before != again)
      throw Divergence("the repeat was answered differently:\n" + before + again);
    collect();
  }

  // The ack, the messages that answer it and the turn, as they came.
  static std::string answer_to(const SimClient& client, const std::string& sent) {
    const std::string id(base::parse_json(sent).value().text_at("id"));
    std::string answer;
    for (std::size_t i = 0; i < client.frames().size(); ++i) {
      const Value& frame = client.frames()[i];
      if (frame.text_at("id") == id || frame.text_at("reply_to") == id) {
        answer += client.raw()[i] + "\n";
      }
    }
    return answer;
  }

  void expect_message(const ScenarioLine& line) {
    if (unread_.empty()) throw Divergence("the bot says nothing");
    const Value message = std::move(unread_.front());
    unread_.pop_front();
    const std::string text(message.text_at("text"));
    const auto step = message.text_at("step");
    result.transcript += "  bot: (" + std::string(step) + ") " + text + "\n";
    const bool asks = !message.at("expects").is_nothing();
    if (!line.asks.empty() && (!asks || !is_step(step, line.asks))) {
      throw Divergence("asks " + std::string(asks ? step : "nothing") + ", not " + line.asks);
    }
    if (!line.says.empty() && !is_step(step, line.says)) {
      throw Divergence("says " + std::string(step) + ", not " + line.says);
    }
    if (!line.kind_of_answer.empty() && message.text_at("expects.kind") != line.kind_of_answer) {
      throw Divergence("expects " + std::string(message.text_at("expects.kind")));
    }
    const std::string whole = base::to_json(message);
    for (const auto& part : line.contains) {
      if (whole.find(part) == std::string::npos) throw Divergence("does not contain: " + part);
    }
    for (const auto& part : line.lacks) {
      if (whole.find(part) != std::string::npos) throw Divergence("contains: " + part);
    }
    const auto& buttons = message.at("buttons");
    const auto count = buttons.is_list() ? static_cast<std::int64_t>(buttons.list().size()) : 0;
    if (line.buttons && count != *line.buttons) {
      throw Divergence("has " + std::to_string(count) + " buttons");
    }
  }

  void expect_case(const std::string& state) {
    const auto subject = server_.core().desk().find_by_number(number_);
    if (!subject) throw Divergence("there is no case");
    if (subject->state != state) throw Divergence("the case is " + subject->state);
  }

  void expect_cases(std::int64_t count) {
    const auto cases = server_.store().list_cases({}, "", 1000);
    if (static_cast<std::int64_t>(cases.size()) != count) {
      throw Divergence("there are " + std::to_string(cases.size()) + " cases in the end");
    }
  }

  void expect_silence() {
    if (unread_.empty()) return;
    throw Divergence("the bot said more than was expected: (" +
                     std::string(unread_.front().text_at("step")) + ") " +
                     std::string(unread_.front().text_at("text")));
  }

  void show_rest() {
    for (const auto& message : unread_) {
      result.transcript += "  unexpected: (" + std::string(message.text_at("step")) + ") " +
                           std::string(message.text_at("text")) + "\n";
    }
  }

  const ScenarioFile& file_;
  const ScenarioTest& test_;
  TemporaryFolder folder_;
  SimServer server_;
  std::map<std::string, Window> windows_;
  std::string window_;
  std::string conversation_;
  std::string secret_;
  std::string number_;  // of the newest case
  std::string error_;
  std::string last_;  // frame sent
  Value offer_;       // the newest message with buttons or rows
  std::deque<Value> unread_;
  std::set<std::int64_t> heard_;
  int sent_ = 0;
  int files_ = 0;
  int posts_ = 0;
  bool failed_ = false;
};

}  // namespace

ScenarioResult run_scenario(const ScenarioFile& file, const ScenarioTest& test,
                            std::uint64_t seed) {
  Run run(file, test, seed);
  run.chat(test);
  run.finish();
  return run.result;
}

}  // namespace tests

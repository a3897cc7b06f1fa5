#include "tests/scenarios/scenario_run.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "tests/scenarios/journal_view.hpp"
#include "tests/scenarios/scenario_agent.hpp"
#include "tests/scenarios/scenario_chat.hpp"
#include "tests/scenarios/scenario_expect.hpp"
#include "tests/scenarios/scripted_shop.hpp"
#include "tests/scenarios/side_by_side.hpp"
#include "tests/scenarios/understood.hpp"
#include "tests/support/replay_check.hpp"

namespace tests {
namespace {

using base::Record;
using base::Value;
using Kind = ScenarioLine::Kind;

class Run {
 public:
  Run(const ScenarioFile& file, const ScenarioTest& test, const ScenarioSetting& setting)
      : file_(file),
        test_(test),
        setting_(setting),
        shop_(file.world),
        server_(
            folder_.path(), file.clock, setting.seed,
            [this](bot::FlowPort& shop) -> bot::FlowPort& {
              shop_.stand_before(shop);
              return shop_;
            },
            guesses()),
        chat_(server_, test.customer, setting.language.empty() ? file.language : setting.language) {
  }

  ScenarioResult result;

  // What is said when the customer opens the chat comes before any line.
  void begin() {
    result.heard.emplace_back();
    if (setting_.accepts_messages) take_all();
  }

  void play(const ScenarioTest& test) {
    if (!test.use.empty()) play(find(test.use));
    for (const auto& line : test.chat) {
      if (failed_) {
        rows_.not_reached(line.line, row_of(line));
        continue;
      }
      try {
        carry_out(line);
      } catch (const std::exception& why) {
        fail(line, why.what());
      }
    }
  }

  void finish() {
    if (!failed_) {
      ScenarioLine end;
      end.line = test_.expect ? test_.expect->line : test_.line;
      end.kind = Kind::nothing;
      try {
        expect_silence();
        expect_end();
        if (auto differences = replay_differences(folder_.path()); !differences.empty()) {
          throw Divergence("a replay from the journal differs:\n" + differences);
        }
      } catch (const std::exception& why) {
        fail(end, why.what());
      }
    }
    result.transcript = rows_.to_string();
    result.frames = chat_.frames();
    result.has_passed = !failed_;
  }

 private:
  // At the layer `commands` what the scenario says takes the place of the models.
  bot::Guesses guesses() {
    if (file_.layer != Layer::commands) return {};
    return [this](std::string_view) { return guessed_; };
  }

  static bool is_expectation(const ScenarioLine& line) {
    return line.kind == Kind::bot || line.kind == Kind::unordered;
  }

  static std::string row_of(const ScenarioLine& line) {
    return is_expectation(line) ? "  bot " + describe(line) : shown(line);
  }

  const ScenarioTest& find(const std::string& name) const {
    const auto found = std::find_if(file_.tests.begin(), file_.tests.end(),
                                    [&](const auto& test) { return test.name == name; });
    if (found == file_.tests.end()) throw std::runtime_error("no test is called '" + name + "'");
    return *found;
  }

  void fail(const ScenarioLine& line, const std::string& why) {
    failed_ = true;
    const std::string got = is_expectation(line) && !got_.empty() ? got_ : std::string();
    rows_.diverged(line.line, row_of(line), got,
                   file_.name + ":" + std::to_string(line.line) + ": " + why);
    for (const auto& message : chat_.unread) rows_.unexpected(describe(message));
    if (const auto* state = state_of()) rows_.note(describe(*state));
    if (const auto seq = unexpected_message(line)) {
      rows_.note("  why it said so:\n" + reason_chain(folder_.path(), chat_.conversation(), *seq));
    }
  }

  // The first message that is not as expected.
  std::optional<std::int64_t> unexpected_message(const ScenarioLine& line) const {
    if (is_expectation(line) && !got_.empty()) return got_seq_;
    if (chat_.unread.empty()) return std::nullopt;
    return chat_.unread.front().at("seq").integer();
  }

  const dialogs::State* state_of() {
    if (chat_.conversation().empty()) return nullptr;
    const auto conversation = server_.core().conversations().find(chat_.conversation());
    return conversation ? &(*conversation)->state : nullptr;
  }

  void carry_out(const ScenarioLine& line) {
    const bool looks_on =
        is_expectation(line) || line.kind == Kind::case_is || line.kind == Kind::error;
    if (is_expectation(line)) {
      if (file_.layer != Layer::understanding) expect_messages(line);
      return;
    }
    if (!looks_on) {
      expect_silence();
      rows_.did(line.line, shown(line));
      result.heard.push_back({line.line, {}, {}});
    }
    guessed_ = line.understood.value_or(std::vector<dialogs::Command>{});
    act(line);
    chat_.collect();
    if (line.understood && file_.layer != Layer::commands) expect_understood(*line.understood);
    prove_nothing_forbidden();
    if (setting_.accepts_messages && !looks_on) take_all();
  }

  void act(const ScenarioLine& line) {
    switch (line.kind) {
      case Kind::user:
        return write(line.words.at(0), {}, line.inject);
      case Kind::start:
        return start(line);
      case Kind::press:
        return press(line);
      case Kind::attach:
        return write("", chat_.upload(line.words), line.inject);
      case Kind::office:
      case Kind::refused:
        return office(line);
      case Kind::agent:
        return act_as_agent(server_, chat_.conversation(), line.words.at(0), line.words.at(1));
      case Kind::case_is:
        return expect_case(line.words.at(0));
      case Kind::wait:
        return chat_.wait(line.time);
      case Kind::tab:
        return chat_.turn_to(line.words.at(0));
      case Kind::reconnect:
        return chat_.reconnect();
      case Kind::resend:
        return chat_.resend();
      case Kind::crash:
        return chat_.crash();
      case Kind::error:
        if (chat_.error() == line.words.at(0)) return;
        throw Divergence("the error was '" + chat_.error() + "'");
      default:
        return;
    }
  }

  void write(const std::string& text, Value::List attachments, const Injection& inject) {
    Record frame{{"type", "message"}, {"text", text}};
    if (!attachments.empty()) frame["attachments"] = std::move(attachments);
    chat_.send(std::move(frame), inject);
  }

  // By the name of a start button; where only words can be sent, by its label.
  void start(const ScenarioLine& line) {
    const std::string& name = line.words.at(0);
    if (!setting_.is_text_only) {
      return chat_.send(Record{{"type", "press"}, {"buttons", Value::List{name}}}, line.inject);
    }
    for (const auto& flow : server_.profile().program->flows) {
      if (flow.starts.button != name) continue;
      const std::string language = setting_.language.empty() ? "en" : setting_.language;
      return write(flow.starts.label.in(language).source, {}, line.inject);
    }
    throw Divergence("no flow starts with the button '" + name + "'");
  }

  void press(const ScenarioLine& line) {
    const auto choices = chat_.choices();
    std::vector<std::size_t> picks;
    if (setting_.presses != nullptr) {
      if (result.presses.size() >= setting_.presses->size()) throw Divergence("one press too many");
      picks = (*setting_.presses)[result.presses.size()];
    } else {
      for (const auto& label : line.words) picks.push_back(position_of(choices, label));
    }
    result.presses.push_back(picks);
    Value::List tokens;
    std::string words;
    for (const auto pick : picks) {
      if (pick >= choices.size()) throw Divergence("there is no such button");
      tokens.emplace_back(choices[pick].token);
      words += (words.empty() ? "" : ", ") + choices[pick].label;
    }
    if (setting_.is_text_only) return write(words, {}, line.inject);
    chat_.send(Record{{"type", "press"}, {"buttons", std::move(tokens)}}, line.inject);
  }

  static std::size_t position_of(const std::vector<ScenarioChat::Choice>& choices,
                                 const std::string& label) {
    std::string known;
    for (std::size_t at = 0; at < choices.size(); ++at) {
      if (choices[at].label == label) return at;
      known += (known.empty() ? "" : ", ") + choices[at].label;
    }
    throw Divergence("there is no button '" + label + "', only: " + known);
  }

  void office(const ScenarioLine& line) {
    if (chat_.case_number().empty()) throw Divergence("there is no case yet");
    const int status = server_.case_event(chat_.case_number(), line.role, line.words.at(0),
                                          line.data, "office-" + std::to_string(++posts_));
    const std::string wanted = line.kind == Kind::refused ? line.words.at(1) : "200";
    if (std::to_string(status) != wanted) {
      throw Divergence("the back office got " + std::to_string(status) + " instead of " + wanted);
    }
  }

  void prove_nothing_forbidden() {
    for (const auto& step : test_.never_said) {
      for (const auto& message : chat_.heard()) {
        if (!is_step(message.text_at("step"), step)) continue;
        throw Divergence("said what must never be said: " + step);
      }
    }
    for (const auto& action : test_.never_done) {
      if (shop_.calls_of(action).attempts > 0) {
        throw Divergence("did what must never be done: " + action);
      }
    }
  }

  void expect_messages(const ScenarioLine& line) {
    if (setting_.accepts_messages) {
      return result.heard.back().expected.push_back(line);
    }
    if (line.kind == Kind::bot) return expect_message(line);
    auto waiting = line.messages;
    for (std::size_t left = waiting.size(); left > 0; --left) {
      const Value message = next_message();
      const auto fits = std::find_if(waiting.begin(), waiting.end(), [&](const auto& one) {
        return !difference(one, message, is_in_words());
      });
      if (fits == waiting.end()) throw Divergence("this message is none of those expected here");
      expect_why(*fits);
      rows_.held(fits->line, describe(*fits), got_);
      waiting.erase(fits);
    }
  }

  // Words are compared only in the language of the file.
  bool is_in_words() const { return setting_.language.empty() || setting_.presses == nullptr; }

  Value next_message() {
    got_.clear();
    if (chat_.unread.empty()) throw Divergence("the bot says nothing");
    Value message = std::move(chat_.unread.front());
    chat_.unread.pop_front();
    got_ = describe(message);
    got_seq_ = message.at("seq").integer();
    return message;
  }

  void expect_message(const ScenarioLine& line) {
    const Value message = next_message();
    if (const auto why = difference(line, message, is_in_words())) throw Divergence(*why);
    expect_why(line);
    rows_.held(line.line, describe(line), got_);
  }

  void expect_why(const ScenarioLine& line) const {
    if (line.why.empty()) return;
    const auto chain = reason_chain(folder_.path(), chat_.conversation(), got_seq_);
    for (const auto& part : line.why) {
      if (chain.find(part) == std::string::npos) throw Divergence("not because of: " + part);
    }
  }

  void expect_understood(const std::vector<dialogs::Command>& wanted) {
    const auto judged = newest_commands(folder_.path(), chat_.conversation());
    const auto why = difference(wanted, judged, *server_.profile().program);
    if (why) throw Divergence(*why);
  }

  void take_all() {
    while (!chat_.unread.empty()) result.heard.back().messages.push_back(next_message());
  }

  void expect_case(const std::string& state) {
    const auto subject = server_.core().desk().find_by_number(chat_.case_number());
    if (!subject) throw Divergence("there is no case");
    if (subject->state != state) throw Divergence("the case is " + subject->state);
  }

  void expect_silence() {
    if (file_.layer == Layer::understanding) chat_.unread.clear();
    if (chat_.unread.empty()) return;
    throw Divergence("the bot said more than was expected");
  }

  void expect_end() {
    prove_nothing_forbidden();
    if (test_.cases) {
      const auto count = static_cast<std::int64_t>(server_.store().list_cases({}, "", 1000).size());
      if (count != *test_.cases) {
        throw Divergence("there are " + std::to_string(count) + " cases in the end");
      }
    }
    if (!test_.expect) return;
    const auto* state = state_of();
    if (state == nullptr) throw Divergence("there is no conversation");
    if (const auto why = difference(*test_.expect, *state)) throw Divergence(*why);
    expect_outcome();
    expect_calls();
    if (!test_.expect->outputs_unique) return;
    if (const auto twice = said_twice(chat_.heard())) throw Divergence("said twice: " + *twice);
  }

  void expect_outcome() {
    const std::string& wanted = test_.expect->outcome;
    if (wanted.empty()) return;
    std::string known;
    for (const auto& [task, count] : server_.core().metrics().tasks_finished) {
      if (task.second == wanted) return;
      known += " " + task.first + "." + task.second;
    }
    throw Divergence("no task ended with " + wanted + ", only:" + known);
  }

  void expect_calls() {
    for (const auto& wanted : test_.expect->calls) {
      const auto calls = shop_.calls_of(wanted.action);
      const auto keys = static_cast<std::int64_t>(calls.keys.size());
      if (wanted.attempts && *wanted.attempts != calls.attempts) {
        throw Divergence(wanted.action + " was tried " + std::to_string(calls.attempts) + " times");
      }
      if (wanted.distinct_keys && *wanted.distinct_keys != keys) {
        throw Divergence(wanted.action + " had " + std::to_string(keys) + " keys");
      }
    }
  }

  const ScenarioFile& file_;
  const ScenarioTest& test_;
  const ScenarioSetting& setting_;
  TemporaryFolder folder_;
  ScriptedShop shop_;
  SimServer server_;
  ScenarioChat chat_;
  SideBySide rows_;
  std::string got_;  // the message that is looked at
  std::int64_t got_seq_ = 0;
  std::vector<dialogs::Command> guessed_;  // at the layer `commands`
  int posts_ = 0;
  bool failed_ = false;
};

}  // namespace

ScenarioResult run_scenario(const ScenarioFile& file, const ScenarioTest& test,
                            const ScenarioSetting& setting) {
  Run run(file, test, setting);
  run.begin();
  run.play(test);
  run.finish();
  return run.result;
}

}  // namespace tests

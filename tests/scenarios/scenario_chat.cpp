#include "tests/scenarios/scenario_chat.hpp"

#include "base/json.hpp"
#include "tests/scenarios/republish.hpp"

namespace tests {

using base::Record;
using base::Value;

ScenarioChat::ScenarioChat(SimServer& server, std::string customer, std::string language)
    : server_(server), customer_(std::move(customer)), language_(std::move(language)) {
  open("1");
}

void ScenarioChat::turn_to(const std::string& window) {
  if (!windows_.contains(window)) return open(window);
  window_ = window;
  collect();
}

void ScenarioChat::reconnect() {
  here().client->drop();
  open(window_);
}

void ScenarioChat::crash() {
  server_.crash_and_restart();
  open(window_);
}

void ScenarioChat::open(const std::string& name) {
  Window& window = windows_[name];
  if (window.client != nullptr) keep(window);
  window.client = server_.connect();
  window.read = 0;
  Record hello{{"type", "hello"}};
  if (!customer_.empty()) hello["token"] = server_.token(customer_);
  if (customer_.empty() && !secret_.empty()) hello["token"] = secret_;
  if (!language_.empty()) hello["locale"] = language_;
  if (!conversation_.empty()) {
    hello["conversation"] = conversation_;
    hello["after"] = window.seq;
  }
  window_ = name;
  window.client->say(hello);
  collect();
}

// The frames of a socket that is gone still belong to the run.
void ScenarioChat::keep(Window& window) {
  for (const auto& frame : window.client->raw()) kept_ += frame + "\n";
}

std::string ScenarioChat::frames() const {
  std::string all = kept_;
  for (const auto& [name, window] : windows_) {
    for (const auto& frame : window.client->raw()) all += name + " " + frame + "\n";
  }
  return all;
}

void ScenarioChat::collect() {
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

void ScenarioChat::note_message(Window& window, const Value& frame) {
  const std::int64_t seq = frame.at("seq").integer();
  if (seq <= window.seq) return;  // shown already: a resend or another window's turn
  if (seq != window.seq + 1) throw Divergence("message " + std::to_string(seq) + " left a gap");
  window.seq = seq;
  for (const auto* part : {"buttons", "cards"}) {
    if (frame.at(part).is_list() && !frame.at(part).list().empty()) offer_ = frame;
  }
  if (frame.text_at("from") == "customer" || !known_.insert(seq).second) return;
  heard_.push_back(frame);
  unread.push_back(frame);
}

void ScenarioChat::send(Record frame, const Injection& inject) {
  if (inject.clock.count() > 0) wait(inject.clock);
  if (inject.publish) {
    profiles_.push_back(republish(server_, *inject.publish));
    collect();
  }
  frame["id"] = "s" + std::to_string(++sent_);
  last_ = base::to_json(frame);
  error_.clear();
  if (inject.reorder) {
    held_ = last_;
    return;
  }
  deliver(last_, inject);
  if (!held_.empty()) {
    const std::string late = std::exchange(held_, {});
    here().client->say(late);
    collect();
  }
  for (int again = 0; again < inject.resend; ++again) resend();
}

void ScenarioChat::deliver(const std::string& frame, const Injection& inject) {
  switch (inject.crash) {
    case Injection::Crash::after_action_accepted:
      server_.commit_at_once(false);
      here().client->say(frame);
      server_.commit_at_once(true);
      server_.crash_and_restart();
      open(window_);
      break;  // never acknowledged: the client sends it again
    case Injection::Crash::after_commit:
      deliver_to_nobody(frame);
      server_.crash_and_restart();
      open(window_);
      break;
    case Injection::Crash::none:
      if (!inject.drop_socket) break;
      deliver_to_nobody(frame);
      open(window_);
      break;
  }
  if (inject.duplicate) {
    server_.commit_at_once(false);
    here().client->say(frame);
    server_.commit_at_once(true);
  }
  here().client->say(frame);
  collect();
}

// The server takes the frame and makes it durable; its answer finds the socket gone.
void ScenarioChat::deliver_to_nobody(const std::string& frame) {
  server_.commit_at_once(false);
  here().client->say(frame);
  here().client->drop();
  server_.commit_at_once(true);
  server_.settle();
}

void ScenarioChat::resend() {
  SimClient& client = *here().client;
  const auto before = answer_to(client, last_);
  keep(here());
  client.forget();
  here().read = 0;
  client.say(last_);
  const auto again = answer_to(client, last_);
  if (before != again && !before.empty()) {
    throw Divergence("the repeat was answered differently:\n" + before + again);
  }
  collect();
}

// The ack, the messages that answer it and the turn, as they came.
std::string ScenarioChat::answer_to(const SimClient& client, const std::string& sent) {
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

void ScenarioChat::wait(base::Duration time) {
  server_.advance(time);
  collect();
}

Value::List ScenarioChat::upload(const std::vector<std::string>& types) {
  const std::string token = customer_.empty() ? secret_ : server_.token(customer_);
  Value::List uploads;
  for (const auto& type : types) {
    uploads.emplace_back(server_.upload(token, type, "file " + std::to_string(++files_)));
  }
  return uploads;
}

std::vector<ScenarioChat::Choice> ScenarioChat::choices() const {
  std::vector<Choice> all;
  const auto add = [&](const Value& list) {
    if (!list.is_list()) return;
    for (const Value& one : list.list()) {
      if (one.text_at("token").empty()) continue;
      all.push_back({std::string(one.text_at("label")), std::string(one.text_at("token"))});
    }
  };
  add(offer_.at("buttons"));
  if (offer_.at("cards").is_list()) {
    for (const Value& card : offer_.at("cards").list()) add(card.at("rows"));
  }
  return all;
}

}  // namespace tests

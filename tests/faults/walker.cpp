#include "tests/faults/walker.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/json.hpp"

namespace tests {
namespace {

using base::Record;
using base::Value;

constexpr base::Duration kAnswerTime{10'000};
constexpr base::Duration kConnectTime{2'000};
constexpr int kOldMessagesRepeated = 5;

}  // namespace

std::string Whereabouts::get() const {
  const std::scoped_lock lock(mutex_);
  return address_;
}

void Whereabouts::set(std::string address) {
  const std::scoped_lock lock(mutex_);
  address_ = std::move(address);
}

Walker::Walker(std::string name, std::string token, std::string support_key, std::uint64_t seed)
    : name_(std::move(name)),
      token_(std::move(token)),
      is_customer_(!token_.empty()),
      support_key_(std::move(support_key)),
      random_(seed) {}

void Walker::complain(std::string what) {
  complaints_.push_back(name_ + ": " + std::move(what));
}

bool Walker::connect(const std::string& address, std::optional<std::int64_t> after) {
  client_.reset();
  if (address.empty()) return false;
  auto client =
      bot::WebSocketClient::connect({address, "/v1/chat", "boomerang.v1", ""}, kConnectTime);
  if (!client) return false;
  client_.emplace(std::move(*client));
  Record hello{{"type", "hello"}};
  if (!token_.empty()) hello["token"] = token_;
  if (!conversation_.empty()) {
    hello["conversation"] = conversation_;
    hello["after"] = after.value_or(seq_);
  } else {
    hello["conversation"] = "new";
  }
  if (!client_->send(base::to_json(hello))) return false;
  auto welcome = client_->receive(kAnswerTime);
  if (!welcome || !*welcome) return false;
  const auto frame = base::parse_json(**welcome).value();
  if (frame.text_at("type") != "welcome") {
    // Busy or starting up is no broken promise; anything that says we do not exist is.
    const auto code = frame.text_at("code");
    if (code == "auth_failed" || code == "not_found" || code == "bad_resume") {
      complain("the hello was refused: " + **welcome);
    }
    return false;
  }
  conversation_ = frame.text_at("conversation");
  newest_ = frame.at("seq").integer();
  is_queued_ = frame.text_at("owner") != "bot";
  const auto secret = frame.text_at("guest_secret");
  if (!secret.empty()) token_ = secret;
  return true;
}

void Walker::note_message(const std::string& text, const Value& frame) {
  const std::int64_t seq = frame.at("seq").integer();
  const auto [known, is_new] = messages_.emplace(seq, text);
  if (!is_new && known->second != text) {
    complain("message " + std::to_string(seq) + " changed:\n  " + known->second + "\n  " + text);
  }
  if (seq <= seq_) return;
  if (seq != seq_ + 1) complain("a gap before message " + std::to_string(seq));
  seq_ = seq;
  if (frame.text_at("from") == "bot") offer_ = frame;
}

void Walker::take(const std::string& text, const Value& frame) {
  const auto type = frame.text_at("type");
  if (type == "message") note_message(text, frame);
  if (type == "owner") is_queued_ = frame.text_at("owner") != "bot";
  if (!pending_) return;
  const bool is_mine =
      frame.text_at("id") == pending_->id || frame.text_at("reply_to") == pending_->id;
  // What was missed may be told again before the ack; the answer begins with the ack.
  if (is_mine && type == "ack") answer_.clear();
  if (is_mine && (type == "ack" || type == "message" || type == "turn")) answer_ += text + "\n";
  if (type == "ack" && frame.text_at("id") == pending_->id) {
    auto [promise, is_new] = acks_.emplace(pending_->id, Promise{});
    const std::int64_t seq = frame.at("seq").integer();
    if (!is_new && promise->second.seq != seq) complain("acknowledged under two numbers: " + text);
    promise->second.seq = seq;
    promise->second.frame = pending_->frame;
  } else if (type == "turn" && frame.text_at("id") == pending_->id) {
    Promise& promise = acks_[pending_->id];
    if (!promise.answer.empty() && promise.answer != answer_) {
      complain("a repeat was answered differently:\n" + promise.answer + answer_);
    }
    promise.answer = answer_;
    pending_.reset();
  } else if (type == "error" && frame.text_at("id") == pending_->id) {
    if (acks_.contains(pending_->id)) complain("refused after it was acknowledged: " + text);
    if (frame.text_at("code") == "conflict") complain("a conflict with itself: " + text);
    pending_.reset();
  }
}

// False when the connection is gone.
bool Walker::read_until_turn() {
  while (pending_) {
    auto frame = client_->receive(kAnswerTime);
    if (!frame) return false;
    if (!*frame) {
      complain("no answer in " + std::to_string(kAnswerTime.count()) + " ms");
      return false;
    }
    take(**frame, base::parse_json(**frame, {1U << 20U, 32, 10'000}).value());
  }
  return true;
}

std::string Walker::upload(const std::string& address) {
  bot::HttpCall call;
  call.address = address;
  call.method = "POST";
  call.target = "/v1/uploads";
  call.headers = {{"Authorization", "Bearer " + token_},
                  {"Content-Type", "multipart/form-data; boundary=x"}};
  call.body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.png\"\r\n\r\n" +
              std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + random_.hex(64) + "\r\n--x--\r\n";
  const auto answer = bot::http_call(call, kConnectTime);
  if (!answer || answer->status != 201) return {};
  return std::string(base::parse_json(answer->body).value().text_at("upload"));
}

void Walker::hand_back(const std::string& address) {
  bot::HttpCall call;
  call.address = address;
  call.method = "POST";
  call.target = "/v1/conversations/" + conversation_ + "/hand_back";
  call.headers = {{"Authorization", "Bearer " + support_key_}};
  call.body = R"({"outcome":"resolved"})";
  const auto answer = bot::http_call(call, kConnectTime);
  if (answer && answer->status == 200) is_queued_ = false;
}

std::string Walker::next_frame(const std::string& address) {
  static const std::vector<std::string> kWords{"I want to return something",
                                               "1",
                                               "2",
                                               "back",
                                               "the lid is cracked, see the photo",
                                               "yes",
                                               "no",
                                               "why",
                                               "repeat",
                                               "hello",
                                               "it does not fit"};
  const std::string id = name_ + "-" + std::to_string(++sent_);
  Record frame{{"id", id}};
  const auto kind = offer_.text_at("expects.kind");
  const Value& buttons = offer_.at("buttons");
  const bool has_buttons = buttons.is_list() && !buttons.list().empty();
  // Customers do the sensible thing, so that returns come about; guests anything at all.
  const bool is_sensible = is_customer_ || random_.below(2) == 0;
  if (is_sensible && kind == "files") {
    const std::string uploaded = upload(address);
    if (!uploaded.empty()) {
      frame["type"] = "message";
      frame["text"] = "";
      frame["attachments"] = Value::List{uploaded};
    }
  } else if (is_sensible && (kind == "text" || kind == "track" || kind == "number")) {
    frame["type"] = "message";
    frame["text"] = kind == "text" ? "The lid came cracked out of the box"
                    : kind == "number"
                        ? "1"
                        : "RR" + std::to_string(10'000'000 + random_.below(89'999'999));
  } else if (has_buttons && random_.below(6) != 0) {
    // The first buttons are the answers; the ways out stand behind them.
    const auto answers =
        is_sensible ? std::min<std::size_t>(2, buttons.list().size()) : buttons.list().size();
    const auto pick =
        kind == "review" && is_sensible ? 0 : static_cast<std::size_t>(random_.below(answers));
    frame["type"] = "press";
    frame["buttons"] = Value::List{buttons.list()[pick].at("token")};
  }
  if (frame.find("type") == nullptr && is_sensible) {
    frame["type"] = "message";
    frame["text"] = random_.below(2) == 0 ? "I want to return something" : "I have sent my parcel";
  } else if (frame.find("type") == nullptr) {
    frame["type"] = "message";
    frame["text"] = kWords[static_cast<std::size_t>(random_.below(kWords.size()))];
  }
  pending_ = Pending{id, base::to_json(frame)};
  return pending_->frame;
}

void Walker::wander(const Whereabouts& server, const std::atomic<bool>& stop) {
  while (!stop) {
    const std::string address = server.get();
    if (!connect(address, std::nullopt)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5 + random_.below(20)));
      continue;
    }
    while (!stop) {
      if (pending_) {
        ++repeats_;
      } else {
        if (is_queued_) hand_back(address);
        next_frame(address);
      }
      answer_.clear();
      if (!client_->send(pending_->frame) || !read_until_turn()) break;
    }
  }
  client_.reset();
}

void Walker::audit(const std::string& address) {
  if (conversation_.empty()) return;
  seq_ = 0;
  if (!connect(address, 0)) return complain("could not come back");
  std::map<std::string, std::int64_t> applied;
  while (seq_ < newest_) {
    auto frame = client_->receive(kAnswerTime);
    if (!frame || !*frame) return complain("the history breaks off at " + std::to_string(seq_));
    const auto parsed = base::parse_json(**frame, {1U << 20U, 32, 10'000}).value();
    if (parsed.text_at("type") != "message") continue;
    note_message(**frame, parsed);
    if (parsed.text_at("from") != "customer") continue;
    const std::string id(parsed.text_at("id"));
    if (!applied.emplace(id, parsed.at("seq").integer()).second) complain("applied twice: " + id);
  }
  for (const auto& [id, promise] : acks_) {
    const auto found = applied.find(id);
    if (found == applied.end()) {
      complain("lost: " + id);
    } else if (found->second != promise.seq) {
      complain("moved: " + id);
    }
  }
  int repeated = 0;
  for (const auto& [id, promise] : acks_) {
    if (promise.answer.empty() || repeated == kOldMessagesRepeated) continue;
    ++repeated;
    pending_ = Pending{id, promise.frame};
    answer_.clear();
    if (!client_->send(promise.frame) || !read_until_turn())
      return complain("a repeat failed: " + id);
  }
}

}  // namespace tests

#include "tests/faults/office.hpp"

#include <array>
#include <chrono>
#include <thread>

#include "base/json.hpp"

namespace tests {
namespace {

using base::Record;
using base::Value;

constexpr base::Duration kCallTime{2'000};

struct Decision {
  std::string_view state;
  std::string_view role;
  std::string_view event;
};
constexpr std::array kDecisions = {
    Decision{"submitted", "support", "approve"},
    Decision{"submitted", "support", "reject"},
    Decision{"in_transit", "warehouse", "arrived"},
    Decision{"inspecting", "warehouse", "accept"},
    Decision{"refund_pending", "finance", "refund_posted"},
    Decision{"rejected", "support", "overrule"},
};

}  // namespace

Office::Office(std::map<std::string, std::string> keys, std::uint64_t seed)
    : keys_(std::move(keys)), random_(seed) {}

bool Office::choose(const std::string& address, Post& post) {
  bot::HttpCall call;
  call.address = address;
  call.target = "/v1/cases?limit=200";
  call.headers = {{"Authorization", "Bearer " + keys_.at("support")}};
  const auto answer = bot::http_call(call, kCallTime);
  if (!answer || answer->status != 200) return false;
  const auto cases = base::parse_json(answer->body, {1U << 24U, 32, 100'000}).value();
  std::vector<std::pair<std::string, Decision>> possible;
  for (const Value& one : cases.at("cases").list()) {
    for (const auto& decision : kDecisions) {
      if (one.text_at("state") != decision.state) continue;
      possible.emplace_back(one.text_at("number"), decision);
    }
  }
  if (possible.empty()) return false;
  const auto& [number, decision] =
      possible[static_cast<std::size_t>(random_.below(possible.size()))];
  post.number = number;
  post.role = decision.role;
  post.event = decision.event;
  post.key = "office-" + std::to_string(++posted_);
  Record fields;
  if (post.event == "reject" || post.event == "overrule") fields["reason"] = "as the photos show";
  if (post.event == "refund_posted")
    fields = {{"amount", 100}, {"currency", "RUB"}, {"method", "card"}};
  post.body = base::to_json(Record{{"event", post.event}, {"key", post.key}, {"data", fields}});
  return true;
}

bool Office::send(const std::string& address, const Post& post) {
  bot::HttpCall call;
  call.address = address;
  call.method = "POST";
  call.target = "/v1/cases/" + post.number + "/events";
  call.headers = {{"Authorization", "Bearer " + keys_.at(post.role)},
                  {"Idempotency-Key", post.key}};
  call.body = post.body;
  const auto answer = bot::http_call(call, kCallTime);
  if (!answer || answer->status == 503) return false;
  if (answer->status == 200) acknowledged_[post.key] = post;
  return true;
}

void Office::work(const Whereabouts& server, const std::atomic<bool>& stop) {
  bool is_open = false;
  Post post;
  while (!stop) {
    const std::string address = server.get();
    if (!address.empty()) {
      if (!is_open) is_open = choose(address, post);
      if (is_open && send(address, post)) is_open = false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

void Office::audit(const std::string& address) {
  for (const auto& [key, post] : acknowledged_) {
    bot::HttpCall call;
    call.address = address;
    call.target = "/v1/cases/" + post.number;
    call.headers = {{"Authorization", "Bearer " + keys_.at("support")}};
    const auto answer = bot::http_call(call, kCallTime);
    if (!answer || answer->status != 200) {
      complaints_.push_back("case " + post.number + " cannot be read");
      continue;
    }
    const auto subject = base::parse_json(answer->body, {1U << 24U, 32, 100'000}).value();
    int found = 0;
    for (const Value& event : subject.at("events").list()) {
      if (event.text_at("event") == post.event) ++found;
    }
    // An overruled refusal may be refused again only by a new request, so each occurs once.
    if (found != 1) {
      complaints_.push_back("case " + post.number + ": " + post.event + " is there " +
                            std::to_string(found) + " times");
    }
  }
}

}  // namespace tests

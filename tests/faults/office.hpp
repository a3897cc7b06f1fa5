// The back office of the crash test: decides about every case it finds, with an idempotency key,
// until it gets an answer, and keeps a log of what was acknowledged. One thread.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "tests/faults/walker.hpp"

namespace tests {

class Office {
 public:
  // Bearer keys by role: support, warehouse, finance.
  Office(std::map<std::string, std::string> keys, std::uint64_t seed);

  void work(const Whereabouts& server, const std::atomic<bool>& stop);
  // Every acknowledged event is in its case exactly once. The server must be up.
  void audit(const std::string& address);

  const std::vector<std::string>& complaints() const { return complaints_; }
  std::size_t acknowledged() const { return acknowledged_.size(); }

 private:
  struct Post {
    std::string number;
    std::string role;
    std::string event;
    std::string key;
    std::string body;
  };
  bool choose(const std::string& address, Post& post);
  // True once it was answered, whatever the answer.
  bool send(const std::string& address, const Post& post);

  std::map<std::string, std::string> keys_;
  base::SeededRandom random_;
  std::map<std::string, Post> acknowledged_;  // by key
  std::vector<std::string> complaints_;
  int posted_ = 0;
};

}  // namespace tests

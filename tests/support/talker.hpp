// One customer at the simulated server: writes, presses by label, and reads what the bot says as
// "step: text" lines. For tests of publishing and replaying.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "tests/support/replay_check.hpp"
#include "tests/support/sim_server.hpp"

namespace tests {

class Talker {
 public:
  explicit Talker(SimServer& server, std::string customer = "anna")
      : server_(server), customer_(std::move(customer)) {
    connect();
  }

  // Connects (again); returns what is new.
  std::string connect() {
    client_ = server_.connect();
    read_ = 0;
    base::Record hello{{"type", "hello"}, {"token", server_.token(customer_)}};
    if (!conversation_.empty()) {
      hello["conversation"] = conversation_;
      hello["after"] = seq_;
    }
    client_->say(hello);
    return read();
  }
  std::string write(std::string_view text) {
    client_->say(base::Record{{"type", "message"}, {"id", next_id()}, {"text", text}});
    return read();
  }
  std::string press(std::string_view label) { return press_token(token_of(label)); }
  std::string press_token(std::string_view token) {
    client_->say(base::Record{
        {"type", "press"}, {"id", next_id()}, {"buttons", base::Value::List{base::Value(token)}}});
    return read();
  }
  std::string attach(std::string_view type) {
    const auto upload = server_.upload(server_.token(customer_), type, next_id());
    client_->say(base::Record{{"type", "message"},
                              {"id", next_id()},
                              {"text", ""},
                              {"attachments", base::Value::List{upload}}});
    return read();
  }
  // What came since the last look, one line a message of the bot: "create_return.order".
  std::string read() {
    std::string steps;
    for (; read_ < client_->frames().size(); ++read_) {
      const auto& frame = client_->frames()[read_];
      if (frame.text_at("type") == "welcome") conversation_ = frame.text_at("conversation");
      if (frame.text_at("type") != "message") continue;
      seq_ = std::max(seq_, frame.at("seq").integer());
      if (frame.at("buttons").is_list() || frame.at("cards").is_list()) offer_ = frame;
      if (frame.text_at("from") == "customer") continue;
      if (!steps.empty()) steps += ' ';
      steps += frame.text_at("step");
      text_ = frame.text_at("text");
    }
    return steps;
  }

  const std::string& conversation() const { return conversation_; }
  // Of the newest message of the bot.
  const std::string& text() const { return text_; }
  std::int64_t seq() const { return seq_; }

 private:
  std::string next_id() { return "t" + std::to_string(++sent_); }
  std::string token_of(std::string_view label) const {
    for (const auto* part : {"buttons", "cards"}) {
      const auto& list = offer_.at(part);
      for (const auto& one : list.is_list() ? list.list() : base::Value::List{}) {
        if (one.text_at("label") == label) return std::string(one.text_at("token"));
        const auto& rows = one.at("rows");
        for (const auto& row : rows.is_list() ? rows.list() : base::Value::List{}) {
          if (row.text_at("label") == label) return std::string(row.text_at("token"));
        }
      }
    }
    throw std::runtime_error("no button " + std::string(label));
  }

  SimServer& server_;
  std::string customer_;
  std::unique_ptr<SimClient> client_;
  std::size_t read_ = 0;
  std::string conversation_;
  std::string text_;
  base::Value offer_;
  std::int64_t seq_ = 0;
  int sent_ = 0;
};

// A copy of the shipped profile in a folder of its own, to edit.
class EditedProfile {
 public:
  EditedProfile() {
    std::filesystem::copy(std::filesystem::path(BOOMERANG_SOURCE_DIR) / "config", path(),
                          std::filesystem::copy_options::recursive);
    // Only the default language: an edit need not be made in every one.
    for (const auto& file : std::filesystem::directory_iterator(path() / "texts")) {
      if (file.path().filename() != "en.yaml") std::filesystem::remove(file.path());
    }
  }
  std::filesystem::path path() const { return folder_.path() / "config"; }
  std::string text(const std::string& file) const {
    std::ifstream in(path() / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // Replaces every `old_text` by `new_text`; throws when there is none.
  void edit(const std::string& file, const std::string& old_text, const std::string& new_text) {
    std::string all = text(file);
    if (all.find(old_text) == std::string::npos) {
      throw std::runtime_error(file + " has no '" + old_text + "'");
    }
    for (auto at = all.find(old_text); at != std::string::npos;
         at = all.find(old_text, at + new_text.size())) {
      all.replace(at, old_text.size(), new_text);
    }
    std::ofstream(path() / file, std::ios::binary) << all;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace tests

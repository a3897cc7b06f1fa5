#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "base/json.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "bot/access/jwt.hpp"
#include "bot/cli/chat_view.hpp"
#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/net/client.hpp"
#include "bot/profile.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

constexpr base::Duration kPollPause{40};
constexpr base::Duration kReconnectPause{1000};
constexpr int kMaxReconnects = 60;

// One chat: keeps its place over reconnects, and sends again what was not acknowledged.
class TerminalChat {
 public:
  TerminalChat(ChatOptions options, std::string token)
      : options_(std::move(options)), token_(std::move(token)) {}

  int run() {
    if (!connect()) return 1;
    std::cout << ChatView::help();
    while (true) {
      if (!receive() && !reconnect()) return 1;
      const int line = poll_line();
      if (line < 0) return 0;
      if (line > 0 && !take(line_)) return 0;
    }
  }

 private:
  bool connect() {
    auto client = WebSocketClient::connect({options_.server, "/v1/chat", "boomerang.v1", ""});
    if (!client) {
      std::cerr << "boomerang: no server at " << options_.server << " (" << client.error().detail
                << ")\n";
      return false;
    }
    client_.emplace(std::move(*client));
    Record hello{{"type", "hello"}, {"client", "terminal"}};
    if (!token_.empty()) hello["token"] = token_;
    if (!conversation_.empty()) {
      hello["conversation"] = conversation_;
      hello["after"] = seq_;
    } else if (options_.is_new) {
      hello["conversation"] = "new";
    } else if (!token_.empty()) {
      hello["after"] = 0;
    }
    if (!options_.locale.empty()) hello["locale"] = options_.locale;
    if (!client_->send(base::to_json(hello))) return false;
    for (const auto& [id, frame] : unacknowledged_) {
      if (!client_->send(frame)) return false;
    }
    return true;
  }

  bool reconnect() {
    const auto& closed = client_->closed();
    if (closed && closed->code >= 4400 && closed->code < 4404) {
      std::cerr << "boomerang: the server closed the chat: " << closed->reason << "\n";
      return false;
    }
    std::cout << "  * connection lost; trying again\n";
    for (int i = 0; i < kMaxReconnects; ++i) {
      usleep(static_cast<useconds_t>(kReconnectPause.count()) * 1000);
      if (connect()) return true;
    }
    return false;
  }

  // Shows whatever has arrived. False when the connection is gone.
  bool receive() {
    while (true) {
      auto frame = client_->receive(kPollPause);
      if (!frame) return false;
      if (!*frame) return true;
      const auto parsed = base::parse_json(**frame, {1U << 20U, 32, 10'000});
      if (parsed) note(*parsed);
    }
  }

  void note(const Value& frame) {
    const auto type = frame.text_at("type");
    if (type == "welcome") {
      conversation_ = frame.text_at("conversation");
      const auto secret = frame.text_at("guest_secret");
      if (!secret.empty()) token_ = secret;
    } else if (type == "ack") {
      std::erase_if(unacknowledged_,
                    [&](const auto& one) { return one.first == frame.text_at("id"); });
    } else if (type == "error") {
      std::erase_if(unacknowledged_,
                    [&](const auto& one) { return one.first == frame.text_at("id"); });
    } else if (type == "message") {
      const Value& seq = frame.at("seq");
      if (!seq.is_integer() || seq.integer() <= seq_) return;  // a resend
      seq_ = seq.integer();
      const bool is_mine =
          frame.text_at("from") == "customer" && frame.text_at("id").starts_with(session_);
      if (is_mine) return;  // it stands in the terminal already
    }
    std::cout << view_.show(frame) << std::flush;
  }

  // 1: line_ holds a line; 0: nothing yet; -1: end of input.
  int poll_line() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (std::cin.rdbuf()->in_avail() <= 0 && poll(&input, 1, 0) <= 0) return 0;
    if (!std::getline(std::cin, line_)) return finish_input();
    return 1;
  }

  // Input is over (a pipe): wait a little for the last answers.
  int finish_input() {
    for (int i = 0; i < 25 && receive(); ++i) {
      if (unacknowledged_.empty() && i > 5) break;
    }
    return -1;
  }

  // False to leave.
  bool take(std::string_view line) {
    if (base::trim(line).empty()) return true;
    const auto meaning = view_.read(line);
    if (std::holds_alternative<QuitLine>(meaning)) return false;
    if (std::holds_alternative<HelpLine>(meaning)) {
      std::cout << ChatView::help();
    } else if (const auto* mistake = std::get_if<MistakeLine>(&meaning)) {
      std::cout << "  ! " << mistake->why << "\n";
    } else if (const auto* said = std::get_if<SayLine>(&meaning)) {
      send(Record{{"type", "message"}, {"text", said->text}});
    } else if (const auto* press = std::get_if<PressLine>(&meaning)) {
      Value::List buttons(press->buttons.begin(), press->buttons.end());
      send(Record{{"type", "press"}, {"buttons", std::move(buttons)}});
    } else if (const auto* file = std::get_if<FileLine>(&meaning)) {
      send_file(file->path);
    }
    return true;
  }

  void send(Record frame) {
    const std::string id = session_ + std::to_string(++sent_);
    frame["id"] = id;
    unacknowledged_.emplace_back(id, base::to_json(frame));
    // A failure shows at the next receive(), which reconnects and sends again.
    (void)client_->send(unacknowledged_.back().second).has_value();
  }

  void send_file(const std::string& path) {
    const auto bytes = read_file(path);
    if (!bytes) {
      std::cout << "  ! cannot read " << path << "\n";
      return;
    }
    constexpr std::string_view kBoundary = "boomerang-terminal-5f3a9c1e";
    HttpCall call;
    call.address = options_.server;
    call.method = "POST";
    call.target = "/v1/uploads";
    call.headers = {{"Authorization", "Bearer " + token_},
                    {"Content-Type", "multipart/form-data; boundary=" + std::string(kBoundary)}};
    const std::string name = std::filesystem::path(path).filename().string();
    call.body = "--" + std::string(kBoundary) +
                "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + *bytes + "\r\n--" +
                std::string(kBoundary) + "--\r\n";
    const auto answer = http_call(call);
    const auto body = answer ? base::parse_json(answer->body) : base::Result<Value>(answer.error());
    if (!body || answer->status != 201) {
      const std::string why(body ? body->text_at("detail", body->text_at("title", "refused"))
                                 : std::string_view("the server did not answer"));
      std::cout << "  ! the file was not taken: " << why << "\n";
      return;
    }
    send(Record{
        {"type", "message"}, {"text", ""}, {"attachments", Value::List{body->at("upload")}}});
  }

  const ChatOptions options_;
  std::string token_;
  std::string conversation_;
  std::int64_t seq_ = 0;
  std::optional<WebSocketClient> client_;
  ChatView view_;
  std::string line_;
  const std::string session_ = base::SecureRandom().hex(6) + "-";
  int sent_ = 0;
  std::vector<std::pair<std::string, std::string>> unacknowledged_;  // id and frame
};

}  // namespace

int chat_command(const ChatOptions& options) {
  std::string token = options.token;
  if (token.empty() && !options.customer.empty()) {
    const base::SystemClock clock;
    const auto loaded = load_profile({options.where.profile, options.where.data, clock.now(),
                                      environment_variable, false, false});
    if (!loaded.profile) {
      std::cerr << loaded.faults.to_string();
      return 1;
    }
    auto minted = mint_jwt(loaded.profile->settings.identity, options.customer, clock.now(),
                           std::chrono::hours(12));
    if (!minted) {
      std::cerr << "boomerang: " << minted.error().detail << "; is " << options.where.data
                << " (--data) the server's folder? Or give a token of the shop with --token\n";
      return 1;
    }
    token = std::move(*minted);
  }
  return TerminalChat(options, std::move(token)).run();
}

}  // namespace bot

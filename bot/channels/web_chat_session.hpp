// One WebSocket of the chat, from its hello to its end. Private to web_chat.cpp and its tests.
//
//   waiting -> opening (first commit of a new conversation) -> replaying (resume) -> live -> closed
//
// Frames that arrive before it is live wait, bounded, so that a client may send without waiting for
// the welcome. Loop thread only.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "bot/channels/web_chat.hpp"
#include "bot/protocol/client_frame.hpp"

namespace bot {

// What a token that is missing, wrong or expired gets.
base::Error auth_failed();

class WebChatSession final : public ConnectionHandler, public Listener {
 public:
  WebChatSession(WebChat& chat, Connection& connection, std::uint64_t id);
  ~WebChatSession() override;

  // ConnectionHandler
  void on_frame(std::string_view text) override;
  void on_closed() override;

  // Listener
  std::uint64_t listener_id() const override { return id_; }
  void on_turn(const TurnAnswer& answer, bool is_mine) override;
  void on_refused(std::string_view client_id, const base::Error& error,
                  std::optional<base::Duration> retry_after) override;
  void on_frame_for_all(std::string_view frame) override;
  void on_adopted() override;

  void check_expiry(base::Instant now);

 private:
  enum class Stage { waiting, opening, replaying, live, closed };

  void on_hello(const Hello& hello);
  // Goes on with `next` once the shop's answers about the customer are new enough; frames that come
  // meanwhile wait.
  void ask_shop(std::function<void()> next);
  // A turn of the customer, after the shop was asked if need be.
  void run(ClientEvent event);
  void enter(const Hello& hello);
  void take_early();
  base::Result<void> identify(const Hello& hello);
  void remember_address(const std::string& customer, const std::string& email);
  base::Result<void> enter_limits();
  base::Result<Conversation*> choose_conversation(const Hello& hello);
  // The conversation that the customer began as a guest, theirs from now on; null when there is
  // none (any more).
  base::Result<Conversation*> adopt_guest(const std::string& customer, const Hello& hello);
  void start_new(const Hello& hello);
  void start_known(Conversation& conversation, const Hello& hello);
  void attach(Conversation& conversation);
  // The open cases of the customer, as `case` frames.
  void tell_cases();
  void welcome(std::int64_t seq, std::string_view guest_secret);
  void replay(std::int64_t after);
  void go_on_replaying();
  void go_live();

  void take(const ClientFrame& frame);
  void on_message(const Message& message);
  void on_press(const Press& press);
  const dialogs::Flow* started_by(const Press& press) const;
  void on_read(const Read& read);
  void on_typing();
  base::Result<std::vector<dialogs::Attachment>> find_attachments(
      const std::vector<std::string>& ids) const;
  bool is_too_fast(std::string_view client_id);

  void refuse(const base::Error& error, std::string_view client_id = {},
              std::optional<base::Duration> retry_after = {});
  void send_lines(std::string_view output, std::int64_t first_seq, std::int64_t after);
  void leave();
  std::string locale_of(const Hello& hello) const;

  WebChat& chat_;
  WebChatParts& parts_;
  Connection& connection_;
  const std::uint64_t id_;
  Stage stage_ = Stage::waiting;
  bool is_asking_ = false;  // waits for the shop
  int strikes_ = 0;
  std::optional<Principal> principal_;
  std::optional<base::Instant> expires_;
  std::string socket_key_;  // under which this socket is counted; empty: not counted
  Conversation* conversation_ = nullptr;
  std::int64_t replayed_ = 0;
  std::deque<storage::JournalRowId> to_replay_;
  TimerId replay_timer_ = 0;
  std::deque<std::string> early_;
  // Tells callbacks that outlive the session that it is gone.
  std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
};

}  // namespace bot

#include <algorithm>

#include "base/log.hpp"
#include "bot/access/authorize.hpp"
#include "bot/channels/web_chat_session.hpp"
#include "bot/outbox/mail.hpp"
#include "bot/protocol/error_table.hpp"
#include "bot/turns/case_desk.hpp"
#include "bot/turns/ownership.hpp"

// The beginning of a session: who it is, which conversation, and what was missed.

namespace bot {
namespace {

// Fewer bytes than the least that `queue_frames` frames can have.
constexpr std::size_t kReplayBuffer = 16 * 1024;
constexpr base::Duration kReplayPause = std::chrono::milliseconds(2);
constexpr base::Duration kRetryPause = std::chrono::milliseconds(250);
// Of the newest cases of a customer, those that are still open are told.
constexpr std::size_t kCasesTold = 20;
// After so long without a turn, coming back is worth a word (an unfinished task).
constexpr base::Duration kAway = std::chrono::minutes(30);

}  // namespace

base::Error auth_failed() {
  return {base::Code::unauthenticated, "auth_failed", "the token is not accepted; get a new one",
          "token"};
}

// ---------------------------------------------------------------------------------------- hello

void WebChatSession::on_hello(const Hello& hello) {
  if (auto identified = identify(hello); !identified) {
    refuse(identified.error());
    const bool is_forbidden = identified.error().code == base::Code::forbidden;
    connection_.close(is_forbidden ? CloseCode::not_allowed : CloseCode::not_authenticated,
                      identified.error().detail);
    return;
  }
  if (auto entered = enter_limits(); !entered) {
    refuse(entered.error());
    connection_.close(CloseCode::too_many, entered.error().detail);
    return;
  }
  ask_shop([this, hello] { enter(hello); });
}

void WebChatSession::enter(const Hello& hello) {
  auto chosen = choose_conversation(hello);
  if (!chosen && chosen.error().code == base::Code::unavailable) {
    refuse(chosen.error(), {}, kRetryPause);
    connection_.close(CloseCode::restarting, "try again in a moment");
    return;
  }
  if (!chosen) {
    refuse(chosen.error());
    connection_.close(CloseCode::not_allowed, "there is no such conversation of yours");
    return;
  }
  if (*chosen == nullptr) return start_new(hello);
  start_known(**chosen, hello);
}

base::Result<void> WebChatSession::identify(const Hello& hello) {
  if (hello.token.empty()) {
    if (!parts_.world.profile.settings.allows_guests) {
      return base::Error{base::Code::forbidden, "forbidden", "sign in to the shop to chat",
                         "token"};
    }
    // Without a secret there is no conversation to come back to.
    if (!hello.conversation.empty() && hello.conversation != "new") return auth_failed();
    principal_ = Guest{};
    return {};
  }
  if (looks_like_guest_secret(hello.token)) {
    const auto row = parts_.world.store.open_conversation_of_guest(guest_secret_hash(hello.token));
    if (!row) return auth_failed();
    principal_ = Guest{row->uuid};
    return {};
  }
  const auto claims = parts_.verifier.verify(hello.token, parts_.wall_clock.now());
  if (!claims) return claims.error();
  principal_ = Customer{claims->subject()};
  expires_ = claims->expires();
  remember_address(claims->subject(), claims->email());
  return {};
}

// What the shop's token says, when it is news. Where it cannot be stored now, the next hello brings
// it again.
void WebChatSession::remember_address(const std::string& customer, const std::string& email) {
  if (!is_mail_address(email)) return;
  const auto known = parts_.world.store.contact(customer);
  if ((known && known->email == email) || !parts_.processor.admit(nullptr)) return;
  Turn turn = parts_.processor.begin(nullptr);
  turn.commit->contacts.push_back({customer, email});
  parts_.processor.submit(std::move(turn));
}

base::Result<void> WebChatSession::enter_limits() {
  const bool is_customer = std::holds_alternative<Customer>(*principal_);
  std::string key =
      is_customer ? std::get<Customer>(*principal_).id : network_of(connection_.peer_address());
  auto& limit = is_customer ? chat_.customer_sockets_ : chat_.guest_sockets_;
  if (!limit.enter(key)) {
    return base::Error{base::Code::limit_exceeded, "too_many_connections",
                       "too many chats are open at once; close another window", ""};
  }
  socket_key_ = std::move(key);
  return {};
}

base::Result<Conversation*> WebChatSession::choose_conversation(const Hello& hello) {
  if (hello.conversation == "new") return static_cast<Conversation*>(nullptr);
  if (const auto* customer = std::get_if<Customer>(&*principal_)) {
    if (!hello.guest_secret.empty()) {
      auto adopted = adopt_guest(customer->id, hello);
      if (!adopted || *adopted != nullptr) return adopted;
    }
    if (hello.conversation.empty()) return parts_.conversations.newest_of(customer->id);
    auto found = parts_.conversations.find(hello.conversation);
    if (!found) return found;
    const ObjectOwner owner{(*found)->customer, (*found)->uuid};
    const auto allowed = authorize(*principal_, Operation::read_conversation, owner);
    if (!allowed) return allowed.error();
    return found;
  }
  const auto& guest = std::get<Guest>(*principal_);
  if (guest.conversation.empty()) return static_cast<Conversation*>(nullptr);
  if (!hello.conversation.empty() && hello.conversation != guest.conversation) return not_found();
  return parts_.conversations.find(guest.conversation);
}

base::Result<Conversation*> WebChatSession::adopt_guest(const std::string& customer,
                                                        const Hello& hello) {
  const auto row =
      parts_.world.store.open_conversation_of_guest(guest_secret_hash(hello.guest_secret));
  const bool is_meant = row && (hello.conversation.empty() || hello.conversation == row->uuid);
  if (!is_meant) return static_cast<Conversation*>(nullptr);
  auto found = parts_.conversations.find(row->uuid);
  // Signed in already by another hello whose commit is still on its way.
  if (!found || !(*found)->customer.empty()) return static_cast<Conversation*>(nullptr);
  Conversation& conversation = **found;
  if (auto admitted = parts_.processor.admit(&conversation); !admitted) return admitted.error();
  const auto guests = conversation.listeners;
  for (Listener* listener : guests) listener->on_adopted();
  parts_.conversations.hand_to(conversation, customer);
  const auto run = parts_.processor.run_event(
      conversation, R"({"signal":{"name":"customer.signed_in"}})",
      dialogs::SignalEvent{"customer.signed_in", {}, base::Record{}}, [&](Turn& turn) {
        turn.commit->adoptions.push_back({conversation.id, customer});
        turn.commit->audit.push_back(
            {turn.now, "customer:" + customer, "conversation.adopted", conversation.uuid, "{}"});
      });
  if (!run) return run.error();
  return &conversation;
}

std::string WebChatSession::locale_of(const Hello& hello) const {
  if (!hello.locale.empty()) return hello.locale;
  if (const auto* customer = std::get_if<Customer>(&*principal_)) {
    const auto known = parts_.world.shop.find_customer(customer->id);
    if (known) return known->locale;
  }
  return parts_.world.profile.settings.default_locale;
}

void WebChatSession::start_new(const Hello& hello) {
  if (hello.after.value_or(0) > 0) {
    refuse({base::Code::invalid_argument, "bad_resume",
            "there is no conversation to go on with; leave `after` out", "after"});
    connection_.close(CloseCode::bad_frame, "nothing to resume");
    return;
  }
  if (auto admitted = parts_.processor.admit(nullptr); !admitted) {
    refuse(admitted.error());
    connection_.close(CloseCode::restarting, "try again in a moment");
    return;
  }
  stage_ = Stage::opening;
  const auto* customer = std::get_if<Customer>(&*principal_);
  std::string secret;
  if (customer == nullptr) secret = make_guest_secret(parts_.world.random);
  Conversation& made =
      parts_.conversations.create(customer == nullptr ? "" : customer->id, locale_of(hello));
  if (customer == nullptr) principal_ = Guest{made.uuid};
  parts_.processor.open(made, true, secret.empty() ? "" : guest_secret_hash(secret),
                        [this, alive = is_alive_, &made, secret](const base::Result<void>& stored) {
                          if (!*alive) return;
                          if (!stored) {
                            refuse(stored.error());
                            connection_.close(CloseCode::restarting, "try again in a moment");
                            return;
                          }
                          attach(made);
                          welcome(0, secret);
                          replay(0);
                        });
}

void WebChatSession::start_known(Conversation& conversation, const Hello& hello) {
  if (!parts_.conversations.refresh(conversation)) {
    refuse({base::Code::unavailable, "unavailable", "try again in a moment", ""}, {}, kRetryPause);
    connection_.close(CloseCode::restarting, "try again in a moment");
    return;
  }
  if (hello.after && *hello.after > conversation.last_seq) {
    refuse({base::Code::invalid_argument, "bad_resume",
            "no message has this number yet; leave `after` out to start afresh", "after"});
    connection_.close(CloseCode::bad_frame, "no such message");
    return;
  }
  // By the customer's last sign of life: a conversation that was out of memory, or in which only a
  // timer spoke, has not been left just now.
  const base::Instant heard = base::from_milliseconds(conversation.state.silence.heard_ms);
  const base::Duration away = parts_.world.clock.now() - heard;
  // Loaded by a timer or the back office while the shop was not asked.
  if (!conversation.customer.empty() && conversation.customer_record.text_at("name").empty()) {
    parts_.conversations.describe_customer(conversation);
  }
  attach(conversation);
  welcome(conversation.committed_seq, {});
  if (conversation.listeners.size() == 1 && away >= kAway) {
    parts_.processor.open(conversation, false, {}, nullptr);
  }
  replay(hello.after.value_or(conversation.committed_seq));
}

void WebChatSession::attach(Conversation& conversation) {
  conversation_ = &conversation;
  conversation.listeners.push_back(this);
  conversation.last_used = parts_.world.clock.now();
}

void WebChatSession::welcome(std::int64_t seq, std::string_view guest_secret) {
  std::vector<Unfinished> unfinished;
  for (const auto& task :
       parts_.processor.engine().unfinished(conversation_->state, conversation_->locale)) {
    unfinished.push_back({task.flow, task.title});
  }
  WelcomeFrame frame;
  frame.conversation = conversation_->uuid;
  frame.seq = seq;
  frame.guest_secret = guest_secret;
  frame.customer = conversation_->customer;
  frame.locale = conversation_->locale;
  frame.unfinished = unfinished;
  frame.owner = owner_of(*conversation_);
  std::string text;
  write_welcome(text, frame);
  connection_.send(text);
  if (frame.owner != Owner::bot) {
    text.clear();
    write_owner_frame(text, parts_.world, *conversation_);
    connection_.send(text);
  }
  tell_cases();
}

void WebChatSession::tell_cases() {
  const auto* customer = std::get_if<Customer>(&*principal_);
  if (customer == nullptr) return;
  storage::CaseFilter filter;
  filter.customer = customer->id;
  auto rows = parts_.world.store.list_cases(filter, {}, kCasesTold);
  std::reverse(rows.begin(), rows.end());  // the newest last, as they change
  for (const auto& row : rows) {
    if (row.state == "closed" || row.state == "cancelled") continue;
    const auto subject = from_row(row, conversation_->uuid);
    std::string frame;
    write_case(frame, {subject.number, subject.type, subject.state, CaseDesk::due_of(subject)});
    connection_.send(frame);
  }
}

// --------------------------------------------------------------------------------------- resume

void WebChatSession::replay(std::int64_t after) {
  stage_ = Stage::replaying;
  replayed_ = after;
  go_on_replaying();
}

// Sends what is missing, waiting for the socket in between, so that a long history never overruns
// the queue. Turns committed meanwhile are found in the store like all others.
void WebChatSession::go_on_replaying() {
  replay_timer_ = 0;
  while (stage_ == Stage::replaying && replayed_ < conversation_->committed_seq) {
    if (to_replay_.empty()) {
      const auto rows = parts_.world.store.rows_after(conversation_->id, replayed_);
      if (rows.empty()) break;
      to_replay_.assign(rows.begin(), rows.end());
    }
    if (connection_.buffered() > kReplayBuffer) {
      replay_timer_ = parts_.world.loop.call_after(kReplayPause, [this] { go_on_replaying(); });
      return;
    }
    const auto row = parts_.world.store.journal_row(to_replay_.front());
    to_replay_.pop_front();
    if (!row) continue;
    send_lines(row->output, row->first_seq, replayed_);
    replayed_ = std::max(replayed_, row->last_seq);
  }
  to_replay_.clear();
  go_live();
}

void WebChatSession::go_live() {
  if (stage_ != Stage::replaying) return;
  stage_ = Stage::live;
  take_early();
}

void WebChatSession::take_early() {
  while (!early_.empty() && stage_ == Stage::live && !is_asking_) {
    const std::string frame = std::move(early_.front());
    early_.pop_front();
    on_frame(frame);
  }
}

}  // namespace bot

#include "bot/net/stream.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <cerrno>

#include "base/log.hpp"

namespace bot {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kFilePieceBytes = 256 * 1024;  // of a file, before others have their turn
constexpr std::size_t kMaxSpareBuffers = 64;
constexpr std::size_t kSpareBufferBytes = 4 * 1024;
constexpr std::size_t kMaxSpareBufferBytes = 64 * 1024;
constexpr std::size_t kMaxLingeredBytes = 16 * 1024 * 1024;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

StreamHub::StreamHub(AsioLoop& server_loop, const ServerOptions& server_options)
    : loop(server_loop),
      io(server_loop.context().io),
      poller(std::make_shared<Poller>(server_loop.context().io)),
      options(server_options),
      now(std::chrono::steady_clock::now()),
      read_buffer(kReadBytes) {}

void StreamHub::add(const std::shared_ptr<Stream>& stream) {
  stream->slot_ = slots.size();
  slots.push_back({SteadyTime::max(), stream});
  ++counters.connections;
}

void StreamHub::remove(Stream& stream) {
  const auto slot = stream.slot_;
  if (slot >= slots.size() || slots[slot].stream.get() != &stream) return;
  if (slot + 1 != slots.size()) {
    slots[slot] = std::move(slots.back());
    slots[slot].stream->slot_ = slot;
  }
  slots.pop_back();
  --counters.connections;
}

void StreamHub::tick() {
  now = std::chrono::steady_clock::now();
  // Streams leave their slots in later rounds only, so the indices hold.
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].deadline > now) continue;
    const auto stream = slots[i].stream;
    stream->on_tick(now);
  }
}

void StreamHub::schedule_flush(std::shared_ptr<Stream> stream) {
  if (unflushed_.empty()) {
    asio::post(io, [hub = shared_from_this()] { hub->flush_all(); });
  }
  unflushed_.push_back(std::move(stream));
}

void StreamHub::flush_all() {
  auto streams = std::move(unflushed_);
  unflushed_ = {};
  for (const auto& stream : streams) {
    stream->is_unflushed_ = false;
    stream->flush();
  }
  if (unflushed_.empty()) {
    streams.clear();
    unflushed_ = std::move(streams);  // keeps its memory for the next round
  }
}

std::string StreamHub::take_buffer() {
  if (spare_buffers_.empty()) {
    std::string buffer;
    buffer.reserve(kSpareBufferBytes);
    return buffer;
  }
  auto buffer = std::move(spare_buffers_.back());
  spare_buffers_.pop_back();
  return buffer;
}

void StreamHub::give_buffer(std::string buffer) {
  if (spare_buffers_.size() >= kMaxSpareBuffers || buffer.capacity() > kMaxSpareBufferBytes) return;
  buffer.clear();
  spare_buffers_.push_back(std::move(buffer));
}

Stream::Stream(std::shared_ptr<StreamHub> hub, int socket, std::string peer)
    : hub_(std::move(hub)), peer_(std::move(peer)), id_(hub_->next_id++), socket_(socket) {}

Stream::~Stream() {
  close_file();
  if (socket_ >= 0) ::close(socket_);
}

void Stream::start(std::unique_ptr<StreamProtocol> protocol) {
  protocol_ = std::move(protocol);
  refresh_deadline();
  if (!hub_->poller->add(socket_, *this)) drop();
}

void Stream::become(std::unique_ptr<StreamProtocol> protocol) {
  retired_ = std::move(protocol_);
  protocol_ = std::move(protocol);
}

// Runs a call into the protocol. This is one of the places where exceptions end: a fault in one
// connection's turn must not reach the others.
template <class Call>
void Stream::guarded(Call call) {
  const auto self = shared_from_this();
  try {
    call();
  } catch (const std::exception& error) {
    base::log::error("net.connection_failed", {{"connection", id_}, {"why", error.what()}});
    if (protocol_ && state_ == State::open) protocol_->on_failure();
  }
  retired_.reset();
  if (state_ == State::open) refresh_deadline();
}

std::string& Stream::output() {
  if (output_.empty()) output_ = hub_->take_buffer();
  return output_;
}

void Stream::queued() {
  if (is_unflushed_ || awaits_write_ || state_ == State::gone) return;
  is_unflushed_ = true;
  hub_->schedule_flush(shared_from_this());
}

void Stream::queue_file(int descriptor, std::uint64_t size) {
  close_file();
  file_ = descriptor;
  file_left_ = size;
  queued();
}

void Stream::forget_sent(std::size_t size) {
  output_.erase(0, size);
  sent_ -= size;
}

void Stream::write_now() {
  if (state_ != State::gone && !awaits_write_) write_output();
}

void Stream::flush() {
  if (state_ == State::gone || awaits_write_) return;
  if (!write_output() || !write_file()) return;
  stalled_since_ = {};
  if (state_ == State::open) {
    if (protocol_) guarded([this] { protocol_->on_drained(); });
  } else if (state_ == State::flushing_to_close) {
    finish_sending();
  }
}

// False when the socket takes no more now, or is gone.
bool Stream::write_output() {
  while (sent_ < output_.size()) {
    const auto written = ::send(socket_, output_.data() + sent_, output_.size() - sent_,
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    ++hub_->counters.socket_writes;
    if (written < 0 && would_block(errno)) {
      await_writable();
      return false;
    }
    if (written < 0) {
      drop();
      return false;
    }
    sent_ += static_cast<std::size_t>(written);
    stalled_since_ = {};
  }
  if (!output_.empty()) {
    hub_->give_buffer(std::move(output_));
    output_ = {};
    sent_ = 0;
  }
  return true;
}

bool Stream::write_file() {
  if (file_left_ > 0) {
    const auto piece =
        static_cast<std::size_t>(std::min<std::uint64_t>(file_left_, kFilePieceBytes));
    const auto written = ::sendfile(socket_, file_, nullptr, piece);
    if (written < 0 && would_block(errno)) {
      await_writable();
      return false;
    }
    // A file that ends early cannot be sent as promised: the other end must see it cut.
    if (written <= 0) {
      drop();
      return false;
    }
    file_left_ -= static_cast<std::uint64_t>(written);
    if (file_left_ > 0) {
      await_writable();
      return false;
    }
  }
  close_file();
  return true;
}

void Stream::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
  state_ = State::lingering;
  linger_until_ = std::chrono::steady_clock::now() + hub_->options.close_timeout;
  if (has_ended_) {
    drop();
    return;
  }
  refresh_deadline();
  resume_reading();
}

// The poller is told only when data comes that nobody wants: most pauses are over before.
void Stream::pause_reading() {
  is_paused_ = true;
}

void Stream::resume_reading() {
  is_paused_ = false;
  rearm();
}

// Tells the poller what is waited for, if that has changed.
void Stream::rearm() {
  if (state_ == State::gone) return;
  const bool wants_read = !has_ended_ && (!is_paused_ || is_armed_for_read_);
  if (wants_read == is_armed_for_read_ && awaits_write_ == is_armed_for_write_) return;
  is_armed_for_read_ = wants_read;
  is_armed_for_write_ = awaits_write_;
  hub_->poller->set(socket_, *this, is_armed_for_read_, is_armed_for_write_);
}

void Stream::on_ready(bool readable, bool writable, bool broken) {
  const auto self = shared_from_this();
  // Otherwise reading tells, and gets what came before it broke.
  if (broken && (is_paused_ || has_ended_)) {
    drop();
    return;
  }
  if (writable && awaits_write_) {
    awaits_write_ = false;
    flush();
    rearm();
  }
  if (readable || broken) on_readable();
}

void Stream::on_readable() {
  if (state_ == State::gone || has_ended_) return;
  if (is_paused_) {
    is_armed_for_read_ = false;
    hub_->poller->set(socket_, *this, false, is_armed_for_write_);
    return;
  }
  auto& buffer = hub_->read_buffer;
  const auto received = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (received < 0 && !would_block(errno)) {
    drop();
    return;
  }
  if (received == 0) {
    // What was queued for a client that only stopped sending still goes out.
    has_ended_ = true;
    rearm();
    if (buffered() == 0) {
      drop();
    } else {
      close_gracefully();
    }
    return;
  }
  if (received > 0) {
    const std::span<char> bytes(buffer.data(), static_cast<std::size_t>(received));
    if (state_ == State::open) {
      guarded([&] { protocol_->on_bytes(bytes); });
    } else if ((lingered_bytes_ += bytes.size()) > kMaxLingeredBytes) {
      drop();
    }
  }
}

void Stream::await_writable() {
  if (awaits_write_) return;
  awaits_write_ = true;
  if (stalled_since_ == SteadyTime{}) stalled_since_ = std::chrono::steady_clock::now();
  refresh_deadline();
  rearm();
}

void Stream::close_gracefully() {
  if (state_ != State::open) return;
  state_ = State::flushing_to_close;
  linger_until_ = std::chrono::steady_clock::now() + hub_->options.close_timeout;
  refresh_deadline();
  asio::post(hub_->io, [self = shared_from_this()] { self->tell_lost(); });
  queued();
}

void Stream::drop() {
  if (state_ == State::gone) return;
  state_ = State::gone;
  hub_->poller->remove(socket_);
  ::close(socket_);
  socket_ = -1;
  close_file();
  output_ = {};
  sent_ = 0;
  file_left_ = 0;
  asio::post(hub_->io, [self = shared_from_this()] {
    self->tell_lost();
    self->hub_->remove(*self);
  });
}

void Stream::run(const std::function<void()>& call) {
  guarded(call);
}

void Stream::end_now() {
  const auto self = shared_from_this();
  drop();
  tell_lost();
  hub_->remove(*this);
}

void Stream::on_drain(CloseCode code, std::string_view reason) {
  if (state_ != State::open || !protocol_) return;
  guarded([&] { protocol_->on_drain(code, reason); });
}

void Stream::tell_lost() {
  if (!protocol_) return;
  const auto protocol = std::move(protocol_);
  guarded([&] { protocol->on_lost(); });
}

void Stream::refresh_deadline() {
  auto deadline = linger_until_;
  if (state_ == State::open) {
    deadline = protocol_ ? protocol_->deadline() : SteadyTime::max();
    if (awaits_write_) {
      deadline = std::min(deadline, stalled_since_ + hub_->options.write_timeout);
    }
  }
  if (slot_ < hub_->slots.size() && hub_->slots[slot_].stream.get() == this) {
    hub_->slots[slot_].deadline = deadline;
  }
}

void Stream::on_tick(SteadyTime now) {
  if (state_ == State::gone) return;
  if (state_ != State::open) {
    if (now >= linger_until_) drop();
    return;
  }
  if (awaits_write_ && now >= stalled_since_ + hub_->options.write_timeout) {
    drop();
    return;
  }
  if (protocol_ && now >= protocol_->deadline()) {
    guarded([&] { protocol_->on_deadline(now); });
  }
}

void Stream::close_file() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

}  // namespace bot

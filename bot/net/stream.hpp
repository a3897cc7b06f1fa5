// One accepted socket: reads into a buffer that all sockets of the loop share, queues what is to be
// sent and writes it once a round of the loop, closes without losing the last bytes, keeps one
// deadline. What the bytes mean is its StreamProtocol's business. For bot/net only; loop thread.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/net/loop_context.hpp"
#include "bot/net/poller.hpp"
#include "bot/net/server.hpp"

namespace bot {

using SteadyTime = std::chrono::steady_clock::time_point;

class Stream;

// What is spoken on a stream. Owned by it.
class StreamProtocol {
 public:
  virtual ~StreamProtocol() = default;
  virtual void on_bytes(std::span<char> bytes) = 0;
  // Everything queued has been taken by the socket.
  virtual void on_drained() {}
  // The socket is gone, or will take nothing more; called once, and nothing after it.
  virtual void on_lost() = 0;
  // Something threw while this protocol was at work: say so to the other end and close.
  virtual void on_failure() = 0;
  // When to call on_deadline next; asked after each of the calls above.
  virtual SteadyTime deadline() const = 0;
  virtual void on_deadline(SteadyTime now) = 0;
  // The server drains: end as soon as it is polite.
  virtual void on_drain(CloseCode code, std::string_view reason) = 0;
};

// What the streams of one server share.
struct StreamHub : std::enable_shared_from_this<StreamHub> {
  explicit StreamHub(AsioLoop& server_loop, const ServerOptions& server_options);

  AsioLoop& loop;
  boost::asio::io_context& io;
  const std::shared_ptr<Poller> poller;
  const ServerOptions options;
  ServerCounters counters;
  SteadyTime now;  // as of the last tick: for times that need not be exact
  std::vector<char> read_buffer;
  std::uint64_t next_id = 1;
  bool is_draining = false;

  // Every stream, with its deadline beside it so that a tick reads memory in a row.
  struct Slot {
    SteadyTime deadline;
    std::shared_ptr<Stream> stream;
  };
  std::vector<Slot> slots;

  void add(const std::shared_ptr<Stream>& stream);
  void remove(Stream& stream);
  void tick();
  // Writes out what the stream has queued, at the end of this round of the loop.
  void schedule_flush(std::shared_ptr<Stream> stream);
  // A buffer to fill, and back; so that sending needs no allocation and idling no memory.
  std::string take_buffer();
  void give_buffer(std::string buffer);

 private:
  void flush_all();

  std::vector<std::shared_ptr<Stream>> unflushed_;
  std::vector<std::string> spare_buffers_;
};

class Stream final : public std::enable_shared_from_this<Stream>, private PollTarget {
 public:
  // Owns the socket, which does not block.
  Stream(std::shared_ptr<StreamHub> hub, int socket, std::string peer);
  ~Stream() override;

  // Starts to read; called once.
  void start(std::unique_ptr<StreamProtocol> protocol);
  // Hands the stream over to another protocol; the one before lives until its call returns.
  void become(std::unique_ptr<StreamProtocol> protocol);

  // The queue of bytes to send: append to it, then call queued().
  std::string& output();
  void queued();
  std::size_t buffered() const { return output_.size() - sent_ + file_left_; }
  // How much of output() has been sent; 0 whenever everything has been.
  std::size_t sent() const { return sent_; }
  // Forgets the first bytes of output(), which have been sent.
  void forget_sent(std::size_t size);
  // Sends the file after what is queued; the stream owns the descriptor.
  void queue_file(int descriptor, std::uint64_t size);
  // Writes what the socket takes now, telling the protocol nothing. May drop the stream.
  void write_now();

  // No reading until resume_reading: the other end's window fills.
  void pause_reading();
  void resume_reading();
  // Sends what is queued, says that no more comes, and waits for the other end to close, reading
  // and forgetting (closing at once could destroy what it has not read yet). on_lost comes in a
  // later round of the loop, not only after all that.
  void close_gracefully();
  // Closes at once; on_lost comes in a later round of the loop.
  void drop();
  // Runs a call into the protocol that does not come from the socket, with the same care.
  void run(const std::function<void()>& call);
  // For the end of the server: closes and tells, all before it returns.
  void end_now();
  // The server drains.
  void on_drain(CloseCode code, std::string_view reason);
  void refresh_deadline();
  void on_tick(SteadyTime now);

  StreamHub& hub() { return *hub_; }
  StreamProtocol& protocol() { return *protocol_; }
  const std::string& peer() const { return peer_; }
  std::uint64_t id() const { return id_; }
  bool is_open() const { return state_ == State::open; }

 private:
  friend struct StreamHub;
  enum class State { open, flushing_to_close, lingering, gone };

  void flush();
  void on_ready(bool readable, bool writable, bool broken) override;
  void on_readable();
  void await_writable();
  void rearm();
  bool write_output();
  bool write_file();
  void finish_sending();
  template <class Call>
  void guarded(Call call);
  void tell_lost();
  void close_file();

  std::shared_ptr<StreamHub> hub_;
  std::unique_ptr<StreamProtocol> protocol_;
  std::unique_ptr<StreamProtocol> retired_;
  std::string output_;
  std::string peer_;
  std::size_t sent_ = 0;
  std::uint64_t file_left_ = 0;
  std::uint64_t id_;
  SteadyTime stalled_since_{};
  SteadyTime linger_until_{};
  std::size_t slot_ = 0;
  std::size_t lingered_bytes_ = 0;
  int socket_;
  int file_ = -1;
  State state_ = State::open;
  bool is_paused_ = false;
  bool awaits_write_ = false;
  bool is_armed_for_read_ = true;
  bool is_armed_for_write_ = false;
  bool is_unflushed_ = false;
  bool has_ended_ = false;  // the other end sends no more
};

}  // namespace bot

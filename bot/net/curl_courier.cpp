#include "bot/net/curl_courier.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/check.hpp"
#include "base/log.hpp"
#include "bot/net/address_guard.hpp"

namespace bot {
namespace {

constexpr std::size_t kMaxAnswerBytes = 64 * 1024;
constexpr int kPollMs = 1'000;
constexpr long kConnectMs = 3'000;
constexpr base::Duration kLongestWait = std::chrono::hours(1);

// One parcel under way. Lives until libcurl lets go of it.
class Transfer {
 public:
  Transfer(Parcel parcel, std::function<void(Receipt)> done)
      : parcel_(std::move(parcel)), done_(std::move(done)), easy_(curl_easy_init()) {
    ENSURE(easy_ != nullptr, "libcurl has no memory");
    prepare();
  }
  ~Transfer() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
    curl_slist_free_all(recipients_);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* easy() const { return easy_; }
  std::function<void(Receipt)> take_done() { return std::move(done_); }

  Receipt receipt(CURLcode code) const {
    Receipt receipt;
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    receipt.status = static_cast<int>(status);
    curl_off_t wait = 0;
    curl_easy_getinfo(easy_, CURLINFO_RETRY_AFTER, &wait);
    if (wait > 0) {
      receipt.retry_after = std::min<base::Duration>(
          kLongestWait, std::chrono::seconds(std::min<curl_off_t>(wait, 24 * 3600)));
    }
    if (is_inside_) {
      receipt.problem =
          "the address is of this machine or its network, and the settings do not "
          "allow that";
    } else if (answer_bytes_ > kMaxAnswerBytes) {
      receipt.problem = "the answer does not end";
    } else if (code != CURLE_OK) {
      receipt.problem = problem_of(code);
    } else if (is_http() && (status < 200 || status > 299)) {
      receipt.problem = "it answers " + std::to_string(status);
    } else {
      receipt.has_arrived = true;
    }
    return receipt;
  }

 private:
  bool is_http() const { return std::holds_alternative<HttpParcel>(parcel_.content); }

  std::string problem_of(CURLcode code) const {
    const std::string_view name = curl_easy_strerror(code);
    const std::string_view detail = error_.data();
    // What a mail server says may quote the mail, so only what is about TLS is repeated.
    std::string problem;
    if (code == CURLE_PEER_FAILED_VERIFICATION) {
      problem.append("its certificate is not trusted: ").append(detail.empty() ? name : detail);
    } else if (code == CURLE_USE_SSL_FAILED) {
      problem.append("it offers no TLS: ").append(name);
    } else if (code == CURLE_SSL_CACERT_BADFILE) {
      problem.append("ca_file holds no certificate: ").append(name);
    } else {
      problem = name;
    }
    return problem;
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(easy_, option, value);
    ENSURE(code == CURLE_OK, curl_easy_strerror(code));
  }

  void prepare() {
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_PROXY, "");  // whatever the environment says
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(parcel_.timeout.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS,
        std::min(kConnectMs, static_cast<long>(parcel_.timeout.count())));
    set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &Transfer::write);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    // A connection that was let through once must not carry a parcel that may not use it.
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_FRESH_CONNECT, 1L);
    if (const auto* http = std::get_if<HttpParcel>(&parcel_.content)) {
      prepare_http(*http);
    } else {
      prepare_mail(std::get<MailParcel>(parcel_.content));
    }
  }

  void prepare_http(const HttpParcel& http) {
    set(CURLOPT_URL, http.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, parcel_.allows_inside ? "http,https" : "https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, http.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(http.body.size()));
    headers_ = curl_slist_append(headers_, "Expect:");
    for (const auto& header : http.headers) {
      headers_ = curl_slist_append(headers_, (header.name + ": " + header.value).c_str());
    }
    set(CURLOPT_HTTPHEADER, headers_);
  }

  void prepare_mail(const MailParcel& mail) {
    const bool is_tls = mail.security == MailSecurity::tls;
    const std::string url =
        std::string(is_tls ? "smtps://" : "smtp://") + mail.host + ":" + std::to_string(mail.port);
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, is_tls ? "smtps" : "smtp");
    if (mail.security == MailSecurity::starttls)
      set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!mail.ca_file.empty()) set(CURLOPT_CAINFO, mail.ca_file.c_str());
    if (!mail.user.empty()) {
      set(CURLOPT_USERNAME, mail.user.c_str());
      set(CURLOPT_PASSWORD, mail.password.c_str());
    }
    set(CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
    recipients_ = curl_slist_append(recipients_, ("<" + mail.to + ">").c_str());
    set(CURLOPT_MAIL_RCPT, recipients_);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Transfer::read);
    set(CURLOPT_READDATA, static_cast<void*>(this));
  }

  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (!transfer.parcel_.allows_inside &&
        !is_public_address(&address->addr, static_cast<socklen_t>(address->addrlen))) {
      transfer.is_inside_ = true;
      return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  // Answers say nothing that is needed; they are only counted.
  static std::size_t write(char*, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.answer_bytes_ += size * count;
    return transfer.answer_bytes_ > kMaxAnswerBytes ? 0 : size * count;
  }

  static std::size_t read(char* to, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string& message = std::get<MailParcel>(transfer.parcel_.content).message;
    const std::size_t part = std::min(size * count, message.size() - transfer.read_bytes_);
    std::copy_n(message.data() + transfer.read_bytes_, part, to);
    transfer.read_bytes_ += part;
    return part;
  }

  Parcel parcel_;
  std::function<void(Receipt)> done_;
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  curl_slist* recipients_ = nullptr;
  std::size_t answer_bytes_ = 0;
  std::size_t read_bytes_ = 0;
  bool is_inside_ = false;
  std::array<char, CURL_ERROR_SIZE> error_{};  // libcurl writes into it
};

}  // namespace

class CurlCourier::Impl {
 public:
  explicit Impl(Loop& loop) : loop_(loop) {
    static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    ENSURE(kReady == CURLE_OK, "libcurl cannot start");
    multi_ = curl_multi_init();
    ENSURE(multi_ != nullptr, "libcurl has no memory");
    thread_ = std::thread([this] { run(); });
  }
  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    thread_.join();
    for (auto& [easy, transfer] : transfers_) curl_multi_remove_handle(multi_, easy);
    transfers_.clear();
    curl_multi_cleanup(multi_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void send(Parcel parcel, std::function<void(Receipt)> done) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(std::move(parcel), std::move(done));
    }
    curl_multi_wakeup(multi_);
  }

 private:
  void run() {
    while (take_waiting()) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      // A transfer that ended may have made room for one that waits.
      if (!finish_done()) curl_multi_poll(multi_, nullptr, 0, kPollMs, nullptr);
    }
  }

  // False when the courier is going away.
  bool take_waiting() {
    const std::lock_guard lock(mutex_);
    while (!is_stopping_ && !waiting_.empty() && transfers_.size() < kMaxTransfers) {
      auto transfer = std::make_unique<Transfer>(std::move(waiting_.front().first),
                                                 std::move(waiting_.front().second));
      waiting_.pop_front();
      CURL* const easy = transfer->easy();
      curl_multi_add_handle(multi_, easy);
      transfers_.emplace(easy, std::move(transfer));
    }
    return !is_stopping_;
  }

  bool finish_done() {
    bool has_finished = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      const auto found = transfers_.find(message->easy_handle);
      auto receipt = found->second->receipt(code);
      auto done = found->second->take_done();
      curl_multi_remove_handle(multi_, found->first);
      transfers_.erase(found);
      loop_.post([done = std::move(done), receipt = std::move(receipt)] { done(receipt); });
      has_finished = true;
    }
    return has_finished;
  }

  Loop& loop_;
  CURLM* multi_ = nullptr;
  std::mutex mutex_;
  std::deque<std::pair<Parcel, std::function<void(Receipt)>>> waiting_;
  bool is_stopping_ = false;
  std::map<CURL*, std::unique_ptr<Transfer>> transfers_;  // the courier's thread only
  std::thread thread_;
};

CurlCourier::CurlCourier(Loop& loop) : impl_(std::make_unique<Impl>(loop)) {}

CurlCourier::~CurlCourier() = default;

void CurlCourier::send(Parcel parcel, std::function<void(Receipt)> done) {
  impl_->send(std::move(parcel), std::move(done));
}

}  // namespace bot

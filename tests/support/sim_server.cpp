#include "tests/support/sim_server.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "base/json.hpp"
#include "bot/access/jwt.hpp"

namespace tests {
namespace {

constexpr int kMaxRounds = 10'000;

std::string bytes_of(std::string_view type, std::string_view salt) {
  const std::string tail(salt);
  if (type == "png") return std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + tail;
  if (type == "jpeg") return std::string("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0", 16) + tail;
  return "%PDF-1.7\n%aaaaaaaaa\n" + tail;
}

}  // namespace

bot::TimerId SimLoop::call_after(base::Duration delay, std::function<void()> task) {
  timers_[{now_ + delay, next_}] = std::move(task);
  return next_++;
}

void SimLoop::cancel(bot::TimerId timer) {
  std::erase_if(timers_, [&](const auto& entry) { return entry.first.second == timer; });
}

std::size_t SimLoop::run_posted() {
  std::size_t ran = 0;
  for (std::size_t waiting = tasks_.size(); waiting > 0; --waiting, ++ran) {
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
    task();
  }
  return ran;
}

void SimLoop::advance(base::Duration by) {
  now_ += by;
  std::vector<std::function<void()>> due;
  while (!timers_.empty() && timers_.begin()->first.first <= now_) {
    due.push_back(std::move(timers_.begin()->second));
    timers_.erase(timers_.begin());
  }
  for (const auto& task : due) task();
}

SimClient::SimClient(SimServer& server, std::uint64_t id, std::string address)
    : server_(server), id_(id), address_(std::move(address)) {}

SimClient::~SimClient() {
  drop();
  std::erase(server_.clients_, this);
}

void SimClient::send(std::string_view text) {
  if (closed_) return;
  raw_.emplace_back(text);
  auto parsed = base::parse_json(text, {1U << 20U, 32, 10'000});
  if (!parsed) throw std::logic_error("the server sent a bad frame: " + raw_.back());
  frames_.push_back(std::move(*parsed));
}

void SimClient::close(bot::CloseCode code, std::string_view) {
  if (!closed_) closed_ = code;
}

void SimClient::say(std::string_view frame) {
  if (is_open()) handler_->on_frame(frame);
  // A handler is never told of the end from inside one of its own calls.
  if (closed_ && handler_ != nullptr) {
    handler_->on_closed();
    handler_.reset();
  }
  if (server_.commits_at_once_) server_.settle();
}

void SimClient::say(const base::Record& frame) {
  say(base::to_json(frame));
}

void SimClient::drop() {
  if (handler_ != nullptr) handler_->on_closed();
  handler_.reset();
}

std::vector<base::Value> SimClient::of_type(std::string_view type) const {
  std::vector<base::Value> found;
  std::copy_if(frames_.begin(), frames_.end(), std::back_inserter(found),
               [&](const base::Value& frame) { return frame.text_at("type") == type; });
  return found;
}

SimServer::SimServer(const std::filesystem::path& folder, base::Instant start_at,
                     std::uint64_t seed, std::function<bot::FlowPort&(bot::FlowPort&)> port_before,
                     bot::Guesses guesses)
    : folder_(folder),
      clock_(start_at),
      wall_clock_(start_at),
      random_(seed),
      port_before_(std::move(port_before)),
      guesses_(std::move(guesses)) {
  start();
}

SimServer::SimServer(const std::filesystem::path& folder, base::Instant start_at,
                     std::uint64_t seed, std::filesystem::path profile, bot::Courier& courier)
    : folder_(folder),
      clock_(start_at),
      wall_clock_(start_at),
      random_(seed),
      courier_(&courier),
      profile_folder_(std::move(profile)) {
  start();
}

SimServer::~SimServer() {
  stop();
}

void SimServer::start() {
  // Read once: the order of days in the demo shop counts from the first start, not from each.
  if (!profile_) {
    auto loaded = read_profile();
    if (!loaded.profile) throw std::runtime_error(loaded.faults.to_string());
    profile_ = std::move(*loaded.profile);
  }
  profile_->settings.limits.messages_burst = 1'000'000;
  profile_->settings.limits.guest_sockets_per_address = 1'000'000;
  loop_ = std::make_unique<SimLoop>();
  storage::SqliteOptions options;
  options.durability = storage::Durability::none;
  store_ = storage::open_sqlite_store(folder_, options);
  blobs_ = std::make_unique<storage::Blobs>(folder_);
  commits_ = std::make_unique<storage::InlineCommits>(*store_);
  core_ = std::make_unique<bot::Core>(bot::CoreParts{
      *profile_,
      *store_,
      *commits_,
      *blobs_,
      clock_,
      wall_clock_,
      random_,
      *loop_,
      [this](std::function<void()> job, std::function<void()> done) -> base::Result<void> {
        job();
        loop_->post(std::move(done));
        return {};
      },
      [this](base::Duration by) { clock_.advance(by); },
      [this] { return read_profile(); },
      port_before_,
      courier_,
      nullptr,
      {},
      guesses_});
  core_->start();
  settle();
}

// Learned once for all tests of a build folder, and read once a process.
bot::LoadedProfile SimServer::read_profile() const {
  static std::map<std::filesystem::path, std::shared_ptr<const dialogs::MessageReader>> known;
  bot::ProfileSource source{profile_folder_, folder_, clock_.now(), nullptr, true, true};
  source.models = std::filesystem::path(BOOMERANG_BUILD_DIR) / "test_models";
  auto& reader = known[profile_folder_];
  if (reader == nullptr) source.reader = bot::ProfileSource::Reader::taught;
  auto loaded = bot::load_profile(source);
  if (!loaded.profile) return loaded;
  if (reader == nullptr) reader = loaded.profile->reader;
  loaded.profile->reader = reader;
  return loaded;
}

std::string SimServer::publish(const std::filesystem::path& profile) {
  profile_folder_ = profile;
  std::string answer;
  core_->publisher().publish([&](const base::Result<bot::PublishReport>& report) {
    answer = report ? bot::to_json(*report) : report.error().detail;
  });
  settle();
  return answer;
}

void SimServer::stop() {
  for (SimClient* client : clients_) client->drop();
  core_.reset();
  commits_.reset();
  blobs_.reset();
  store_.reset();
  loop_.reset();
}

void SimServer::crash_and_restart() {
  commits_->crash();
  for (SimClient* client : clients_) client->closed_ = bot::CloseCode::going_away;
  stop();
  start();
}

std::unique_ptr<SimClient> SimServer::connect(std::string address) {
  auto client = std::make_unique<SimClient>(*this, next_client_++, std::move(address));
  client->handler_ = core_->chat().open(*client);
  clients_.push_back(client.get());
  return client;
}

std::string SimServer::token(std::string_view customer) const {
  return bot::mint_jwt(profile_->settings.identity, customer, wall_clock_.now(),
                       std::chrono::hours(12))
      .value();
}

bot::HttpResponse SimServer::call(std::string method, std::string target, std::string body,
                                  std::vector<bot::HttpHeader> headers) {
  bot::HttpRequest request;
  request.method = std::move(method);
  request.target = target;
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = target.substr(question + 1);
  request.headers = std::move(headers);
  request.peer = "127.0.0.1";
  std::optional<bot::HttpResponse> answer;
  const auto reply = [&answer](bot::HttpResponse response) { answer = std::move(response); };
  auto plan = core_->api().plan(request);
  if (auto* refused = std::get_if<bot::HttpResponse>(&plan)) return std::move(*refused);
  if (auto* streamed = std::get_if<bot::StreamedBody>(&plan)) {
    if (auto written = streamed->sink->write({body.data(), body.size()}); !written) {
      streamed->sink->abort();
      return bot::error_response(written.error());
    }
    streamed->sink->finish(reply);
  } else {
    request.body = std::move(body);
    core_->api().serve(request, reply);
  }
  settle();
  if (!answer) throw std::logic_error("no answer to " + target);
  return std::move(*answer);
}

std::string SimServer::upload(std::string_view token, std::string_view type,
                              std::string_view salt) {
  const std::string body =
      "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo\"\r\n\r\n" +
      bytes_of(type, salt) + "\r\n--x--\r\n";
  const auto answer = call("POST", "/v1/uploads", body,
                           {{"Authorization", "Bearer " + std::string(token)},
                            {"Content-Type", "multipart/form-data; boundary=x"}});
  const std::string& text = std::get<std::string>(answer.body);
  if (answer.status != 201) throw std::runtime_error("the upload was refused: " + text);
  return std::string(base::parse_json(text).value().text_at("upload"));
}

int SimServer::case_event(std::string_view number, std::string_view role, std::string_view event,
                          const base::Record& fields, std::string_view key) {
  std::string bearer;
  for (const auto& access : profile_->settings.back_office) {
    if (bot::to_string(access.entry.role) == role) bearer = access.key.reveal();
  }
  base::Record body{{"event", event}, {"data", fields}};
  if (!key.empty()) body["key"] = key;
  return call("POST", "/v1/cases/" + std::string(number) + "/events", base::to_json(body),
              {{"Authorization", "Bearer " + bearer}})
      .status;
}

void SimServer::settle() {
  for (int round = 0; round < kMaxRounds; ++round) {
    const bool ran = loop_->run_posted() > 0;
    const bool committed = commits_->pending() > 0 && commits_->commit_all() > 0;
    if (!ran && !committed) return;
  }
  throw std::logic_error("the server does not come to rest");
}

void SimServer::advance(base::Duration by) {
  const base::Instant end = clock_.now() + by;
  while (clock_.now() < end) {
    const auto due = store_->next_due();
    const base::Instant next = due && *due > clock_.now() && *due < end ? *due : end;
    clock_.set(next);
    loop_->advance(std::chrono::minutes(1));
    if (commits_at_once_) settle();
  }
}

}  // namespace tests

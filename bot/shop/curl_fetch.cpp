#include <curl/curl.h>

#include <array>
#include <memory>
#include <mutex>

#include "bot/shop/shop_answer.hpp"
#include "bot/shop/shop_fetch.hpp"

namespace bot {
namespace {

struct EndCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

base::Error unavailable(const std::string& why) {
  return {base::Code::unavailable, "shop_unavailable", "the shop does not answer: " + why, ""};
}

// Refuses what is larger than any honest answer: a short count ends the transfer.
std::size_t take_bytes(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > kMaxShopAnswer) return 0;
  body.append(bytes, size * count);
  return size * count;
}

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

base::Result<ShopReply> ask_shop_now(const ShopAccess& access, const ShopRequest& request) {
  start_curl();
  const std::unique_ptr<CURL, EndCurl> curl(curl_easy_init());
  if (curl == nullptr) return unavailable("no client");
  std::string url = access.url;
  while (url.ends_with('/')) url.pop_back();
  url += request.path;
  std::unique_ptr<curl_slist, EndCurl> headers;
  const auto add = [&](const std::string& header) {
    headers.reset(curl_slist_append(headers.release(), header.c_str()));
  };
  add("Accept: application/json");
  if (!access.key.empty()) add("Authorization: Bearer " + std::string(access.key.reveal()));
  ShopReply reply;
  std::array<char, CURL_ERROR_SIZE> why{};
  CURL* const to = curl.get();
  curl_easy_setopt(to, CURLOPT_URL, url.c_str());
  curl_easy_setopt(to, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(to, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(to, CURLOPT_TIMEOUT_MS, static_cast<long>(access.timeout.count()));
  // A shop answers itself; where it sends us on to is nobody's to decide but the operator's.
  curl_easy_setopt(to, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(to, CURLOPT_WRITEFUNCTION, take_bytes);
  curl_easy_setopt(to, CURLOPT_WRITEDATA, &reply.body);
  curl_easy_setopt(to, CURLOPT_ERRORBUFFER, why.data());
  curl_easy_setopt(to, CURLOPT_USERAGENT, "boomerang");
  if (request.method == "POST") {
    add("Content-Type: application/json");
    curl_easy_setopt(to, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(to, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  curl_easy_setopt(to, CURLOPT_HTTPHEADER, headers.get());
  const CURLcode code = curl_easy_perform(to);
  if (code != CURLE_OK) {
    return unavailable(why[0] != '\0' ? std::string(why.data()) : curl_easy_strerror(code));
  }
  long status = 0;
  curl_easy_getinfo(to, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  return reply;
}

ShopFetch curl_fetch(ShopAccess access, RunShopJob run_job) {
  return [access = std::move(access), run_job = std::move(run_job)](ShopRequest request,
                                                                    ShopDone done) {
    struct Work {
      ShopRequest request;
      base::Result<ShopReply> reply = unavailable("too much is being asked");
    };
    auto work = std::make_shared<Work>();
    work->request = std::move(request);
    const auto submitted =
        run_job([work, access] { work->reply = ask_shop_now(access, work->request); },
                [work, done] { done(std::move(work->reply)); });
    if (!submitted) done(std::move(work->reply));
  };
}

}  // namespace bot

// SPDX-License-Identifier: MIT
#include "session.hpp"

#include <algorithm>
#include <iterator>

namespace email {

using namespace std::chrono_literals;

/// What was said during one exchange.
struct Session::Talk {
    int last_code = 0;         // of the server's latest line
    bool handed_over = false;  // the server asked for the letter: from here on nobody else knows what it did with it
    std::string last_line;
    char error[CURL_ERROR_SIZE] = "";

    static std::size_t heard(char* data, std::size_t, std::size_t size, void* self) {
        auto& talk = *static_cast<Talk*>(self);
        const std::string_view line(data, size);
        if (line.size() < 3 || line.find_first_not_of("0123456789") < 3) return size;
        const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        if (code == 221) return size;  // the answer to our good-bye, which follows upon a refusal
        talk.last_code = code;
        talk.last_line = line.substr(0, line.find_last_not_of("\r\n") + 1);
        talk.handed_over = talk.handed_over || talk.last_code == 354;
        return size;
    }
};

Session::Session(Server server, Sender from)
    : server_(std::move(server)), from_(std::move(from)), handle_(curl_easy_init()) {
    if (!handle_) throw std::runtime_error("libcurl gives no handle");
}

Session::~Session() { curl_easy_cleanup(handle_); }

void Session::prepare(Talk& talk) {
    curl_easy_reset(handle_);
    set(CURLOPT_ERRORBUFFER, talk.error);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_URL, server_.url.c_str());
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(server_.timeout.count()));
    set(CURLOPT_MAXAGE_CONN, 20L);  // servers hang up on those who are silent for long
    set(CURLOPT_HEADERFUNCTION, &Talk::heard);
    set(CURLOPT_HEADERDATA, &talk);
    if (server_.starttls) set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!server_.ca_file.empty()) set(CURLOPT_CAINFO, server_.ca_file.c_str());
    if (server_.user.empty()) return;
    set(CURLOPT_USERNAME, server_.user.c_str());
    set(CURLOPT_PASSWORD, server_.password.c_str());
}

CURLcode Session::perform() {
    const auto code = curl_easy_perform(handle_);
    curl_easy_reset(handle_);  // the connection stays; nothing points to this exchange any more
    return code;
}

void Session::send(const rapport::Message& message, const std::string& id) {
    Talk talk;
    prepare(talk);
    const auto headers = headers_of(message, from_, id, std::time(nullptr));
    const auto content = content_of(handle_, message);
    const Headers to(curl_slist_append(nullptr, ("<" + std::string(message.to) + ">").c_str()));
    set(CURLOPT_MAIL_FROM, ("<" + from_.address + ">").c_str());
    set(CURLOPT_MAIL_RCPT, to.get());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_MIMEPOST, content.get());
    const auto code = perform();
    if (code != CURLE_OK) fail(code, talk);
}

void Session::check() {
    Talk talk;
    prepare(talk);
    set(CURLOPT_CUSTOMREQUEST, "NOOP");
    set(CURLOPT_NOBODY, 1L);
    const auto code = perform();
    if (code == CURLE_OK) return;
    throw std::runtime_error(std::string(*talk.error ? talk.error : curl_easy_strerror(code)) +
                             (talk.last_code >= 400 ? "; the server says: " + talk.last_line : ""));
}

namespace {

/// Whether a refusal says of the recipient's address that nothing can be sent there: its enhanced status code (RFC
/// 3463) is one of a mailbox or a domain that there is not, or that takes no mail. Without one, a refusal may be of us.
bool no_such_mailbox(std::string_view line) {
    constexpr std::string_view codes[] = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"};
    if (line.size() < 4 || line[0] != '5') return false;
    line.remove_prefix(4);  // 550-5.1.1 or 550 5.1.1
    return std::ranges::find(codes, line.substr(0, line.find(' '))) != std::end(codes);
}

}  // namespace

/// The last line decides, as far as it is one of refusal: then the letter was not taken. Else it depends on whether the
/// letter had gone out.
void Session::fail(int code, const Talk& talk) const {
    const std::string trouble = *talk.error ? talk.error : curl_easy_strerror(static_cast<CURLcode>(code));
    if (code == CURLE_LOGIN_DENIED) throw rapport::retry(5min, "the mail server does not let us in: " + talk.last_line);
    // What is refused before a recipient is named is refused to us, not to this letter: an operator's to mend.
    const bool letters_own = talk.handed_over || trouble.starts_with("RCPT") || trouble.starts_with("DATA");
    if (talk.last_code >= 500 && !letters_own)
        throw rapport::retry(5min, "the mail server refuses us: " + talk.last_line);
    if (talk.last_code >= 500 && no_such_mailbox(talk.last_line))
        throw rapport::bounced("the mail server refuses: " + talk.last_line);
    if (talk.last_code >= 500) throw rapport::rejected("the mail server refuses: " + talk.last_line);
    if (talk.last_code >= 400) throw rapport::retry(1min, "the mail server says: " + talk.last_line);
    if (talk.handed_over)
        throw std::runtime_error("the connection to the mail server broke after the letter had gone out: " + trouble);
    throw rapport::retry(0ms, trouble);
}

}  // namespace email

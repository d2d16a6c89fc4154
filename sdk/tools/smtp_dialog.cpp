// SPDX-License-Identifier: MIT
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "sdk/tools/dialogs.hpp"

namespace rapport::sdk::tools {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

/// Puts the headers of a letter, each unfolded, and its body beside what the envelope says.
void add_letter(Sent& sent, std::string_view letter) {
    constexpr std::string_view end_of_line = "\r\n";
    while (!letter.empty()) {
        const auto end = std::min(letter.find(end_of_line), letter.size());
        const auto line = letter.substr(0, end);
        letter.remove_prefix(std::min(end + end_of_line.size(), letter.size()));
        if (line.empty()) break;
        const auto colon = line.find(':');
        const bool folded = line.front() == ' ' || line.front() == '\t';
        if (folded && !sent.empty()) sent.back().second += line;
        else if (colon != line.npos)
            sent.emplace_back(lower(line.substr(0, colon)),
                              line.substr(std::min(line.find_first_not_of(" \t", colon + 1), line.size())));
    }
    sent.emplace_back("body", letter);
}

/// The least of RFC 5321 that a client may count on.
class Dialog {
public:
    Dialog(boost::asio::ip::tcp::socket& client, Notebook& notes) : client_(client), notes_(notes) {}

    void run() {
        if (notes_.manner() == Manner::is_away) return say("421 4.3.2 come back later");
        say("220 localhost recording server");
        while (!ended_) {
            const auto line = read("\r\n");
            const auto blank = std::min(line.find(' '), line.size());
            obey(lower(line.substr(0, blank)), line.substr(std::min(blank + 1, line.size())));
        }
    }

private:
    void obey(const std::string& verb, const std::string& rest) {
        if (verb == "ehlo")
            return say("250-localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE " + std::to_string(largest_message));
        if (verb == "mail") envelope_ = {{"mail", rest}};
        if (verb == "rcpt") return recipient(rest);
        if (verb == "data") return letter();
        if (verb == "quit") return end("221 2.0.0 bye");
        const bool known = verb == "helo" || verb == "mail" || verb == "rset" || verb == "noop";
        say(known ? "250 2.0.0 ok" : "502 5.5.1 not here");
    }

    void recipient(const std::string& rest) {
        if (notes_.manner() == Manner::refuses) return say("550 5.1.1 no such recipient");
        if (notes_.manner() == Manner::is_busy) return say("451 4.7.1 too many letters, come back later");
        envelope_.emplace_back("rcpt", rest);
        say("250 2.1.5 ok");
    }

    void letter() {
        if (part(envelope_, "rcpt").empty()) return say("503 5.5.1 to whom?");
        say("354 go on, and end with a dot");
        auto sent = std::exchange(envelope_, {});
        heard_.insert(0, "\r\n");  // an empty letter is a dot alone
        add_letter(sent, read("\r\n.\r\n").erase(0, 2));
        notes_.keep(std::move(sent));
        if (notes_.manner() == Manner::fails) return say("451 4.3.0 something went wrong");
        if (notes_.manner() == Manner::drops) return end();
        if (notes_.manner() == Manner::is_silent) return notes_.rest_until_closed(), end();
        if (notes_.manner() == Manner::is_slow) notes_.rest(slowness);
        say("250 2.0.0 taken");
    }

    std::string read(const char* until) {
        const auto size = boost::asio::read_until(client_, boost::asio::dynamic_buffer(heard_, largest_message), until);
        auto line = heard_.substr(0, size - std::char_traits<char>::length(until));
        heard_.erase(0, size);
        return line;
    }
    void say(const std::string& line) { boost::asio::write(client_, boost::asio::buffer(line + "\r\n")); }
    void end(const char* last_words = nullptr) {
        if (last_words) say(last_words);
        ended_ = true;
    }

    boost::asio::ip::tcp::socket& client_;
    Notebook& notes_;
    Sent envelope_;
    std::string heard_;
    bool ended_ = false;
};

}  // namespace

void speak_smtp(boost::asio::ip::tcp::socket& client, Notebook& notes) { Dialog(client, notes).run(); }

}  // namespace rapport::sdk::tools

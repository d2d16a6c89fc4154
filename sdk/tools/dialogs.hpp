// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "sdk/tools/recorder.hpp"

namespace rapport::sdk::tools {

/// What a recorder's dialogs with clients share. Any thread.
class Notebook {
public:
    explicit Notebook(std::string answer_) : answer(std::move(answer_)) {}

    const std::string answer;

    Manner manner() const;
    void behave(Manner manner);
    void keep(Sent sent);
    std::vector<Sent> take();
    /// Waits so long, or until close().
    void rest(std::chrono::milliseconds time);
    void rest_until_closed();
    void close();

private:
    mutable std::mutex mutex_;
    std::condition_variable closing_;
    Manner manner_ = Manner::takes;
    std::vector<Sent> sent_;
    bool closed_ = false;
};

inline constexpr std::chrono::milliseconds slowness{500};
inline constexpr std::size_t largest_message = 64 * 1024 * 1024;

// One client until it goes, or is to be hung up on. boost::system::system_error where the connection ends.
void speak_http(boost::asio::ip::tcp::socket& client, Notebook& notes);
void speak_smtp(boost::asio::ip::tcp::socket& client, Notebook& notes);

}  // namespace rapport::sdk::tools

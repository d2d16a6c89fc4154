// SPDX-License-Identifier: MIT
#include "tests/faults/raw_peer.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace rapport::faults {
namespace {

constexpr std::size_t greeting_size = 64;
constexpr unsigned char more_follows = 1, long_frame = 2, is_command = 4;

std::string greeting() {
    std::string bytes("\xff\0\0\0\0\0\0\0\0\x7f\x03\0NULL", 16);
    bytes.resize(greeting_size);
    return bytes;
}

/// READY of a DEALER, as a short frame.
std::string ready() {
    const std::string body("\5READY\13Socket-Type\0\0\0\6DEALER\10Identity\0\0\0\0", 41);
    return {static_cast<char>(is_command) + std::string(1, static_cast<char>(body.size())) + body};
}

}  // namespace

RawPeer::RawPeer(const std::string& url) : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    url.substr(url.find("://") + 3).copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return;
    ::close(fd_);
    throw std::system_error(errno, std::generic_category(), "connect");
}

RawPeer::~RawPeer() {
    if (fd_ >= 0) ::close(fd_);
}

RawPeer::RawPeer(RawPeer&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      greeted_(other.greeted_),
      ready_(other.ready_),
      ended_(other.ended_),
      in_(std::move(other.in_)),
      out_(std::move(other.out_)),
      held_(std::move(other.held_)),
      message_(std::move(other.message_)) {}

void RawPeer::introduce() {
    out_ += greeting() + ready();
    flush();
}

bool RawPeer::send(const Frames& message) {
    for (const auto& frame : message) put(frame, &frame != &message.back());
    return flush();
}

bool RawPeer::send_part(const std::string& frame) {
    put(frame, true);
    return flush();
}

void RawPeer::put(const std::string& frame, bool more) {
    const bool large = frame.size() > 255;
    std::string& to = ready_ ? out_ : held_;
    to += static_cast<char>((more ? more_follows : 0) | (large ? long_frame : 0));
    for (int shift = large ? 56 : 0; shift >= 0; shift -= 8) to += static_cast<char>(frame.size() >> shift & 0xff);
    to += frame;
}

bool RawPeer::flush() {
    while (!out_.empty()) {
        const auto sent = ::send(fd_, out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            ended_ = ended_ || errno != EAGAIN;
            return false;
        }
        if (sent > 0) out_.erase(0, static_cast<std::size_t>(sent));
    }
    return true;
}

void RawPeer::fill() {
    std::array<char, 4'096> bytes;
    for (;;) {
        const auto size = ::recv(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (size > 0) {
            in_.append(bytes.data(), static_cast<std::size_t>(size));
            continue;
        }
        if (size < 0 && errno == EINTR) continue;
        ended_ = ended_ || size == 0 || errno != EAGAIN;
        return;
    }
}

bool RawPeer::ended() {
    fill();
    return ended_;
}

std::optional<RawPeer::Frames> RawPeer::receive() {
    fill();
    flush();
    if (!greeted_ && in_.size() < greeting_size) return {};
    if (!std::exchange(greeted_, true)) in_.erase(0, greeting_size);
    unsigned char flags = 0;
    while (auto frame = take_frame(flags)) {
        if (flags & is_command) {
            if (!std::exchange(ready_, true)) out_ += std::exchange(held_, {});
            flush();
            continue;
        }
        message_.push_back(std::move(*frame));
        if (!(flags & more_follows)) return std::exchange(message_, {});
    }
    return {};
}

std::optional<std::string> RawPeer::take_frame(unsigned char& flags) {
    if (in_.empty()) return {};
    flags = static_cast<unsigned char>(in_[0]);
    const std::size_t head = flags & long_frame ? 9 : 2;
    if (in_.size() < head) return {};
    std::size_t size = 0;
    for (std::size_t i = 1; i < head; ++i) size = size << 8 | static_cast<unsigned char>(in_[i]);
    if (in_.size() < head + size) return {};
    auto frame = in_.substr(head, size);
    in_.erase(0, head + size);
    return frame;
}

}  // namespace rapport::faults

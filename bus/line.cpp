// SPDX-License-Identifier: MIT
#include "bus/line.hpp"

#include <spdlog/spdlog.h>

#include "bus/base/error.hpp"

namespace rapport::bus {
namespace {

constexpr Loop::Duration pause_after_refusal{1'000};

}  // namespace

Line::Line(Loop& loop, Address address, zmq::socket_type type, std::string what,
           std::function<void(zmq::socket_ref)> prepare, Loop::Task readable)
    : loop_(loop),
      address_(std::move(address)),
      type_(type),
      what_(std::move(what)),
      prepare_(std::move(prepare)),
      readable_(std::move(readable)) {}

Line::~Line() {
    if (reopening_) loop_.cancel(*reopening_);
    close();
}

void Line::close() {
    if (!socket_) return;
    loop_.unwatch(*socket_);
    connections_.reset();
    socket_.reset();
}

void Line::open() {
    socket_.emplace(loop_.context(), type_);
    set_common_options(*socket_);
    prepare_(*socket_);
    connections_.emplace(loop_, *socket_, [this](const ConnectionWatch::News& news) {
        if (news.change == ConnectionWatch::Change::up) refusal_.clear();
        else if (news.change == ConnectionWatch::Change::refused) refused(news.why);
        else if (news.change == ConnectionWatch::Change::broken_off && !address_.key_file.empty()) refused(news.why);
    });
    connect(*socket_, address_);
    if (readable_) loop_.watch(*socket_, readable_);
}

void Line::refused(const std::string& why) {
    if (refusal_ != why) spdlog::error("the bus at {} does not let us {}: {}", address_.url, what_, why);
    refusal_ = why;
    if (socket_) socket_->set(zmq::sockopt::linger, 0);
    close();
    reopening_ = loop_.after(pause_after_refusal, [this] {
        reopening_.reset();
        try {
            open();
        } catch (const Error& error) {
            refused(error.message());
        }
    });
}

}  // namespace rapport::bus

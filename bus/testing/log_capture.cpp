// SPDX-License-Identifier: MIT
#include "bus/testing/log_capture.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <mutex>

namespace rapport::bus::testing {
namespace {

class Lines : public spdlog::sinks::base_sink<std::mutex> {
public:
    bool has(std::string_view text) {
        const std::lock_guard lock(mutex_);
        return all_.find(text) != all_.npos;
    }

    std::string text() {
        const std::lock_guard lock(mutex_);
        return all_;
    }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        all_.append(message.payload.data(), message.payload.size()).append(1, '\n');
    }
    void flush_() override {}

    std::string all_;
};

}  // namespace

struct LogCapture::State {
    std::shared_ptr<Lines> lines = std::make_shared<Lines>();
    std::shared_ptr<spdlog::logger> before = spdlog::default_logger();
};

LogCapture::LogCapture() : state_(std::make_unique<State>()) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", state_->lines));
}
LogCapture::~LogCapture() { spdlog::set_default_logger(state_->before); }

bool LogCapture::has(std::string_view text) const { return state_->lines->has(text); }
std::string LogCapture::text() const { return state_->lines->text(); }

}  // namespace rapport::bus::testing

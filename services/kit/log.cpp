// SPDX-License-Identifier: MIT
#include "services/kit/log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"
#include "bus/base/time.hpp"
#include "bus/base/wire.hpp"

namespace rapport::kit {
namespace {

/// One JSON object a line, whatever the message holds.
class JsonLines final : public spdlog::formatter {
public:
    explicit JsonLines(std::string service) : service_(std::move(service)) {}
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        const auto ms = std::chrono::duration_cast<Millis>(message.time.time_since_epoch());
        const auto level = spdlog::level::to_string_view(message.level);
        std::string text(message.payload.data(), message.payload.size());
        if (!clean_text(text)) text = "(a message that is not UTF-8)";
        std::string bytes;
        Writer writer(bytes);
        writer.map(4);
        writer.text("time");
        writer.text(to_text(Instant{ms.count()}));
        writer.text("level");
        writer.text({level.data(), level.size()});
        writer.text("service");
        writer.text(service_);
        writer.text("message");
        writer.text(text);
        const std::string line = to_json(bytes) + '\n';
        out.append(line.data(), line.data() + line.size());
    }
    std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLines>(service_); }

private:
    std::string service_;
};

/// `%*`: the message, in which nothing controls the terminal that it is shown on.
class Printable final : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        const std::string text = printable_lines({message.payload.data(), message.payload.size()});
        out.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<Printable>(); }
};

/// To a descriptor, line by line. One of which only a part could be written, as on a full disk, stays cut; the next one
/// begins on a line of its own.
class WholeLines final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit WholeLines(int descriptor) : descriptor_(descriptor) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        if (within_a_line_) line.push_back('\n');
        formatter_->format(message, line);
        std::string_view rest(line.data(), line.size());
        while (!rest.empty()) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return;  // there is no other place to tell it
            const auto size = static_cast<std::size_t>(written);
            within_a_line_ = rest[size - 1] != '\n';
            rest.remove_prefix(size);
        }
    }
    void flush_() override {}

private:
    const int descriptor_;
    bool within_a_line_ = false;
};

std::shared_ptr<spdlog::logger> to_stderr(const std::string& service) {
    if (isatty(STDERR_FILENO)) {
        auto logger = spdlog::stderr_color_mt(service);
        logger->set_formatter(pretty_lines(service));
        return logger;
    }
    auto logger = std::make_shared<spdlog::logger>(service, std::make_shared<WholeLines>(STDERR_FILENO));
    logger->set_formatter(std::make_unique<JsonLines>(service));
    spdlog::register_logger(logger);
    return logger;
}

}  // namespace

std::unique_ptr<spdlog::formatter> pretty_lines(const std::string& service) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<Printable>('*').set_pattern("%H:%M:%S.%e %^%-5l%$ " + service + " %*");
    return formatter;
}

void start_logging(const std::string& service, const std::string& level) {
    const auto wanted = spdlog::level::from_str(level);
    if (wanted == spdlog::level::off && level != "off")
        throw invalid("log_level", "must be one of trace, debug, info, warn, error, off");
    const auto logger = to_stderr(service);
    logger->set_level(wanted);
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(logger);
}

}  // namespace rapport::kit

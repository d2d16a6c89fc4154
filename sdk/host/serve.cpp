// SPDX-License-Identifier: MIT
#include "sdk/host/serve.hpp"

#include <malloc.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdio>

#include "sdk/host/codec.hpp"
#include "sdk/host/loaded.hpp"

namespace rapport::sdk {
namespace {

/// The service has closed its end: nothing more to do.
struct Closed {};

class Link {
public:
    explicit Link(int socket) : socket_(socket) {}

    void send(FrameType type, std::span<const std::byte> body) {
        if (body.size() > max_frame)
            return refuse(PluginError(PluginError::Kind::contract, "the plugin's answer is larger than 256 MiB"));
        const FrameHeader header{static_cast<std::uint32_t>(body.size()), static_cast<std::uint32_t>(type)};
        send_all(&header, sizeof header);
        send_all(body.data(), body.size());
    }
    void refuse(const PluginError& error) {
        Writer body;
        write(body, error);
        send(FrameType::refused, body.bytes());
    }
    Frame receive() {
        FrameHeader header;
        receive_all(&header, sizeof header);
        if (header.length > max_frame) throw WireError("a frame is larger than 256 MiB");
        Frame frame(header);
        receive_all(frame.data.get(), frame.size);
        return frame;
    }

private:
    void send_all(const void* data, std::size_t size) {
        for (const auto* at = static_cast<const std::byte*>(data); size > 0;) {
            const auto sent = ::send(socket_, at, size, MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR) continue;
            if (sent <= 0) throw Closed{};
            at += sent;
            size -= static_cast<std::size_t>(sent);
        }
    }
    void receive_all(void* data, std::size_t size) {
        for (auto* at = static_cast<std::byte*>(data); size > 0;) {
            const auto got = ::recv(socket_, at, size, MSG_WAITALL);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) throw Closed{};
            at += got;
            size -= static_cast<std::size_t>(got);
        }
    }

    int socket_;
};

void score(Loaded& plugin, Link& link, const Frame& request) {
    const BatchView batch(plugin.sheet().inputs, Reader(request.body()));
    ScoresWriter answer(batch.get().rows, static_cast<std::uint32_t>(plugin.sheet().factors.size()));
    plugin.score(batch.get(), answer.scores());
    link.send(FrameType::scores, answer.finish());
}

void send(Loaded& plugin, Link& link, const Frame& request) {
    Writer body;
    write(body, std::span<const Receipt>(plugin.send(read_messages(Reader(request.body())))));
    link.send(FrameType::receipts, body.bytes());
}

std::int64_t bytes_in_use() {
    const auto all = ::mallinfo2();
    return static_cast<std::int64_t>(all.uordblks + all.hblkhd);
}

/// Makes the instance anew many times over, scoring with each, and says by how many bytes that has grown what is in
/// use.
void churn(Loaded& plugin, Link& link, const Frame& request) {
    Reader body(request.body());
    const auto times = body.get<std::uint32_t>();
    const bool rule = plugin.sheet().kind == RAPPORT_KIND_RULE;
    const auto cycle = [&] {
        plugin.renew();
        if (!rule) return;
        const BatchView batch(plugin.sheet().inputs, body);
        ScoresWriter scores(batch.get().rows, static_cast<std::uint32_t>(plugin.sheet().factors.size()));
        plugin.score(batch.get(), scores.scores());
    };
    for (int warm = 0; warm < 16; ++warm) cycle();  // what is kept for good is there now
    const auto before = bytes_in_use();
    for (std::uint32_t i = 0; i < times; ++i) cycle();
    Writer grown;
    grown.put(bytes_in_use() - before);
    link.send(FrameType::churned, grown.bytes());
}

void answer(Loaded& plugin, Link& link, const Frame& request) {
    switch (request.type) {
        case FrameType::create:
            plugin.create(read_settings(Reader(request.body())));
            return link.send(FrameType::done, {});
        case FrameType::score:
            return score(plugin, link, request);
        case FrameType::probe:
            plugin.probe();
            return link.send(FrameType::done, {});
        case FrameType::send:
            return send(plugin, link, request);
        case FrameType::churn:
            return churn(plugin, link, request);
        default:
            throw WireError("a frame of an unknown type");
    }
}

std::unique_ptr<Loaded> load(int library, Link& link) try {
    auto plugin = std::make_unique<Loaded>("/proc/self/fd/" + std::to_string(library),
                                           [&link](LogLevel level, std::string_view line) {
                                               Writer body;
                                               body.put(static_cast<std::uint32_t>(level));
                                               body.put(line);
                                               link.send(FrameType::log, body.bytes());
                                           });
    Writer body;
    write(body, plugin->sheet());
    link.send(FrameType::described, body.bytes());
    return plugin;
} catch (const PluginError& error) {
    link.refuse(error);
    return nullptr;
}

}  // namespace

int serve(int socket, int library) try {
    Link link(socket);
    const auto plugin = load(library, link);
    if (!plugin) return 0;
    for (;;) {
        const auto request = link.receive();
        try {
            answer(*plugin, link, request);
        } catch (const PluginError& error) {
            link.refuse(error);
        }
    }
} catch (const Closed&) {
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "rapport-plugin-host: %s\n", error.what());
    return 1;
}

}  // namespace rapport::sdk

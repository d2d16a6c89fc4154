// SPDX-License-Identifier: MIT
#include "bus/security/guard.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <vector>

#include "bus/alarm.hpp"
#include "bus/security/folder_watch.hpp"
#include "bus/security/keyring.hpp"
#include "bus/security/zap.hpp"

namespace rapport::bus {
namespace {

constexpr std::size_t most_told = 1'000;
constexpr int key_handshake_ms = 2'000;
constexpr std::string_view by_key = "rapport", by_folder = "local";
// In the libraries of Debian 12, but not in their header unless all that is a draft is asked for.
constexpr int zap_enforce_domain = 93;

bool is_loopback(std::string_view url) {
    const auto host = url.substr(0, url.rfind(':'));
    return host == "tcp://localhost" || host == "tcp://[::1]" ||
           (host.starts_with("tcp://127.") && host.find_first_not_of("0123456789.", 6) == host.npos);
}

void require_zap(zmq::socket_ref socket, std::string_view domain) {
    const int on = 1;
    // Without it ZeroMQ lets everyone in whenever nobody answers for the domain.
    if (zmq_setsockopt(socket.handle(), zap_enforce_domain, &on, sizeof on) != 0)
        throw Error(Code::failed_precondition,
                    "this ZeroMQ does not know ZMQ_ZAP_ENFORCE_DOMAIN: keys cannot be trusted");
    socket.set(zmq::sockopt::zap_domain, std::string(domain));
}

}  // namespace

struct Guard::State {
    State(Loop& on, const std::filesystem::path& path, std::size_t limit)
        : loop(on), max_connections(limit), expiry(on, [this] { reload(); }) {
        if (path.empty()) return;
        folder.emplace(path);
        ring = Keyring(*folder, SystemClock().now());
        zap.emplace(loop, [this](const Knock& knock) { return decide(knock); });
        watch.emplace(loop, path, [this] { reload(); });
        expect_next_change();
        spdlog::info("{} keys from {}; the bus's own is {}", ring.size(), path.string(), ring.bus().public_key);
    }

    Verdict decide(Knock knock) {
        using enum Verdict::Kind;
        constexpr std::string_view mapped = "::ffff:";
        if (knock.address.starts_with(mapped)) knock.address.remove_prefix(mapped.size());
        if (knock.domain == by_folder) return {welcome, std::string(by_folder)};
        const Grants* const grants = knock.domain == by_key ? ring.find(knock.public_key) : nullptr;
        if (!grants) {
            ++counts.refused;
            spdlog::warn("refused a connection from {}: its key {} is not in {}", knock.address,
                         knock.public_key.empty() ? "(none)" : knock.public_key, folder->grants().string());
            return {refused};
        }
        if (max_connections && open.size() > max_connections) {
            ++counts.too_many;
            spdlog::warn("{} ({}) is to try again later: there are {} connections", grants->name, knock.address,
                         open.size());
            return {later};
        }
        return {welcome, knock.public_key};
    }

    /// A mistake in the files changes nothing: neither does it let anyone in nor does it cut everyone off.
    void reload() {
        try {
            Keyring fresh(*folder, SystemClock().now());
            if (fresh.bus().public_key != ring.bus().public_key)
                spdlog::warn("{} holds another key now: it is used after the next start", folder->bus_key().string());
            ring = std::move(fresh);
        } catch (const std::exception& error) {
            return spdlog::error("the keys stay as they were: {}", error.what());
        }
        told.clear();
        expect_next_change();
        spdlog::info("{} keys read again", ring.size());
        for (const auto& task : changed) task();
    }

    void expect_next_change() {
        if (!ring.next_change()) return;
        const auto left = *ring.next_change() - SystemClock().now();
        // Looked at again each day at the latest: clocks are set, and timers count from start.
        expiry.no_later_than(std::chrono::steady_clock::now() +
                             std::clamp<Millis>(left + Millis(1), Millis(1), std::chrono::hours(24)));
    }

    Loop& loop;
    const std::size_t max_connections;
    const Grants nobody, local = Grants::everything("local");
    std::optional<KeyFolder> folder;
    Keyring ring;
    Counts counts;
    std::unordered_set<int> open;
    std::unordered_set<std::string> told;  ///< refusals that are in the log already
    std::vector<std::function<void()>> changed;
    std::optional<ZapServer> zap;
    std::optional<FolderWatch> watch;
    Alarm expiry;
};

Guard::Guard(Loop& loop, const std::filesystem::path& keys, std::size_t max_connections)
    : state_(std::make_unique<State>(loop, keys, max_connections)) {}
Guard::~Guard() = default;

bool Guard::has_keys() const { return state_->folder.has_value(); }

void Guard::prepare(zmq::socket_ref socket, const std::string& endpoint, int handshake_ms) const {
    const bool tcp = endpoint.starts_with("tcp://");
    // To ZeroMQ the handshake of ZMTP 2.0, which has no keys, never ends.
    if (!has_keys() || !tcp) socket.set(zmq::sockopt::handshake_ivl, handshake_ms);
    else socket.set(zmq::sockopt::handshake_ivl, key_handshake_ms);
    if (!has_keys()) {
        if (!tcp || is_loopback(endpoint)) return;
        throw Error(Code::invalid_argument, endpoint +
                                                " can be reached from other machines, which takes keys (--keys DIR, "
                                                "made by rapport keys init); without them listen on "
                                                "tcp://127.0.0.1:PORT or ipc://PATH");
    }
    // What is set here holds for the endpoints that are bound afterwards.
    socket.set(zmq::sockopt::curve_server, tcp);
    if (tcp) socket.set(zmq::sockopt::curve_secretkey, state_->ring.bus().secret_key);
    require_zap(socket, tcp ? by_key : by_folder);
}

std::string_view Guard::sender_of(const zmq::message_t& frame) const {
    if (!has_keys()) return by_folder;
    const char* const user = zmq_msg_gets(frame.handle(), "User-Id");
    return user ? std::string_view(user) : std::string_view();
}

const Grants& Guard::of(std::string_view sender) const {
    if (!has_keys() || sender == by_folder) return state_->local;
    const Grants* const grants = state_->ring.find(sender);
    return grants ? *grants : state_->nobody;
}

Error Guard::refuse(const Grants& who, std::string_view grant, std::string_view what) {
    ++state_->counts.denied;
    Error error = who.lacks(grant, what);
    // Once, until grants change: who asks in vain does so often.
    if (state_->told.size() < most_told && state_->told.insert(error.message()).second)
        spdlog::warn("refused: {}", error.message());
    return error;
}

void Guard::on_change(std::function<void()> task) { state_->changed.push_back(std::move(task)); }
void Guard::connected(int fd) {
    state_->open.insert(fd);
    state_->counts.connections = state_->open.size();
}
void Guard::disconnected(int fd) {
    state_->open.erase(fd);
    state_->counts.connections = state_->open.size();
}
const Guard::Counts& Guard::counts() const { return state_->counts; }

}  // namespace rapport::bus

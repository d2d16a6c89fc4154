// SPDX-License-Identifier: MIT
#include "sdk/host/codec.hpp"

namespace rapport::sdk {
namespace {

std::string text(Reader& from) { return std::string(from.text()); }

}  // namespace

void write(Writer& to, const PluginSheet& sheet) {
    for (const auto number : {sheet.abi_major, sheet.abi_minor, sheet.kind}) to.put(number);
    for (const auto& each : {sheet.id, sheet.version, sheet.title, sheet.settings_schema}) to.put(each);
    to.put(sheet.lowest);
    to.put(sheet.highest);
    to.put(static_cast<std::uint32_t>(sheet.inputs.size()));
    for (const auto& each : sheet.inputs) {
        to.put(static_cast<std::uint32_t>(each.type));
        to.put(each.name);
        to.put(each.doc);
    }
    to.put(static_cast<std::uint32_t>(sheet.factors.size()));
    for (const auto& each : sheet.factors) {
        to.put(each.name);
        to.put(each.doc);
    }
    for (const auto number : {sheet.flags, sheet.max_subject, sheet.max_text, sheet.max_batch, sheet.max_per_minute})
        to.put(number);
}

PluginSheet read_sheet(Reader from) {
    PluginSheet sheet;
    for (auto* number : {&sheet.abi_major, &sheet.abi_minor, &sheet.kind}) *number = from.get<std::uint32_t>();
    for (auto* each : {&sheet.id, &sheet.version, &sheet.title, &sheet.settings_schema}) *each = text(from);
    sheet.lowest = from.get<double>();
    sheet.highest = from.get<double>();
    for (auto n = from.count(); n > 0; --n) {
        const auto type = static_cast<InputType>(from.get<std::uint32_t>());
        auto name = text(from);
        sheet.inputs.push_back({std::move(name), type, text(from)});
    }
    for (auto n = from.count(); n > 0; --n) {
        auto name = text(from);
        sheet.factors.push_back({std::move(name), text(from)});
    }
    for (auto* number : {&sheet.flags, &sheet.max_subject, &sheet.max_text, &sheet.max_batch, &sheet.max_per_minute})
        *number = from.get<std::uint32_t>();
    from.end();
    return sheet;
}

void write(Writer& to, const Settings& settings) {
    to.put(settings.json);
    to.put(settings.http_tape);
    to.put(settings.http_networks);
    to.put(static_cast<std::uint32_t>(settings.items.size()));
    for (const auto& item : settings.items) {
        to.put(item.name);
        to.put(item.type);
        to.put(item.number);
        to.put(item.integer);
        to.put(item.text);
    }
}

Settings read_settings(Reader from) {
    Settings settings{text(from), {}};
    settings.http_tape = text(from);
    settings.http_networks = text(from);
    for (auto n = from.count(); n > 0; --n) {
        Settings::Item item{.name = text(from), .type = from.get<std::uint32_t>()};
        item.number = from.get<double>();
        item.integer = from.get<std::int64_t>();
        item.text = text(from);
        settings.items.push_back(std::move(item));
    }
    from.end();
    return settings;
}

void write(Writer& to, const PluginError& error) {
    to.put(static_cast<std::uint32_t>(error.kind));
    to.put(std::string_view(error.what()));
}

PluginError read_error(Reader from) {
    const auto kind = from.get<std::uint32_t>();
    if (kind > static_cast<std::uint32_t>(PluginError::Kind::host))
        throw WireError("a frame names an unknown kind of error");
    PluginError error(static_cast<PluginError::Kind>(kind), text(from));
    from.end();
    return error;
}

void write(Writer& to, std::span<const Message> messages) {
    to.put(static_cast<std::uint32_t>(messages.size()));
    for (const auto& each : messages) {
        for (const auto* field :
             {&each.key, &each.to, &each.subject, &each.text, &each.html, &each.language, &each.event})
            to.put(*field);
        to.put(static_cast<std::uint32_t>(each.attachments.size()));
        for (const auto& attachment : each.attachments)
            for (const auto* field : {&attachment.name, &attachment.media_type, &attachment.content}) to.put(*field);
    }
}

std::vector<Message> read_messages(Reader from) {
    std::vector<Message> messages;
    for (auto n = from.count(); n > 0; --n) {
        auto& each = messages.emplace_back();
        for (auto* field : {&each.key, &each.to, &each.subject, &each.text, &each.html, &each.language, &each.event})
            *field = text(from);
        for (auto m = from.count(); m > 0; --m) {
            auto& attachment = each.attachments.emplace_back();
            for (auto* field : {&attachment.name, &attachment.media_type, &attachment.content}) *field = text(from);
        }
    }
    from.end();
    return messages;
}

Outcome outcome_from(std::uint32_t said) {
    return said > static_cast<std::uint32_t>(Outcome::bounced) ? Outcome::unknown : static_cast<Outcome>(said);
}

void write(Writer& to, std::span<const Receipt> receipts) {
    for (const auto& each : receipts) {
        to.put(static_cast<std::uint32_t>(each.outcome));
        to.put(static_cast<std::int64_t>(each.retry_after.count()));
        to.put(each.reference);
        to.put(each.reason);
    }
}

std::vector<Receipt> read_receipts(Reader from, std::size_t count) {
    std::vector<Receipt> receipts(count);
    for (auto& each : receipts) {
        each.outcome = outcome_from(from.get<std::uint32_t>());
        each.retry_after = std::chrono::milliseconds(from.get<std::int64_t>());
        each.reference = text(from);
        each.reason = text(from);
    }
    from.end();
    return receipts;
}

}  // namespace rapport::sdk

// SPDX-License-Identifier: MIT
#include "bus/base/codec.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "bus/base/bounds.hpp"
#include "bus/base/error.hpp"
#include "bus/base/field_error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/number.hpp"
#include "bus/base/unpack.hpp"
#include "bus/base/utf8.hpp"

namespace rapport {
namespace {

using Kind = Shape::Kind;

bool is_patch(const Shape& shape) { return shape.kind == Kind::optional && shape.element->kind == Kind::optional; }

bool absent(const Shape& shape, const void* value) {
    if (shape.kind == Kind::optional) return shape.size(value) == 0;
    if (shape.kind == Kind::any) return shape.any(const_cast<void*>(value)).empty();
    return false;
}

void encode_record(const Shape& shape, const void* value, Writer& out, std::string& bytes) {
    const auto fields = shape.fields();
    const auto left_out = [&](std::size_t i) {
        return fields[i].part ? !says(shape, value, i) : absent(*fields[i].shape, member_of(fields[i], value));
    };
    std::size_t present = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) present += left_out(i) ? 0 : 1;
    out.map(present);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (left_out(i)) continue;
        out.text(fields[i].name);
        encode(*fields[i].shape, member_of(fields[i], value), bytes);
    }
}

/// One field is not right. Caught where the whole is read.
struct Refused {
    std::string path, wanted;
    Reason reason;
    Any params;
};

[[noreturn]] void refuse(const std::string& path, const std::string& wanted, Reason reason, Any params = {}) {
    throw Refused{path.empty() ? "request" : path, wanted, reason, std::move(params)};
}

/// `{name: value}`.
template <class Value>
Any param(std::string_view name, const Value& value) {
    Any params;
    Writer out(params.bytes);
    out.map(1);
    out.text(name);
    encode(shape_of<Value>(), &value, params.bytes);
    return params;
}

std::string describe_range(const Bounds& bounds) {
    return "must be from " + number_text(*bounds.min) + " to " + number_text(*bounds.max);
}

Any range_of(const Bounds& bounds) {
    Any params;
    Writer out(params.bytes);
    out.map(2);
    out.text("min");
    out.number(*bounds.min);
    out.text("max");
    out.number(*bounds.max);
    return params;
}

void check_number(double value, const Bounds& bounds, const std::string& path) {
    if (!std::isfinite(value))
        refuse(path, "must be a finite number", Reason::wrong_form, param("form", std::string("a finite number")));
    if ((bounds.min && value < *bounds.min) || (bounds.max && value > *bounds.max))
        refuse(path, describe_range(bounds), Reason::out_of_range, range_of(bounds));
}

void check_length(std::size_t length, const Bounds& bounds, const std::string& path, const char* unit) {
    const auto size = static_cast<std::int64_t>(length);
    const bool text = std::string_view(unit) == "characters";
    if (bounds.min_length && size < *bounds.min_length) {
        if (*bounds.min_length == 1) refuse(path, "must not be empty", Reason::empty);
        refuse(path, "needs at least " + std::to_string(*bounds.min_length) + " " + unit,
               text ? Reason::too_short : Reason::too_few, param("min", *bounds.min_length));
    }
    if (bounds.max_length && size > *bounds.max_length)
        refuse(path, "may have at most " + std::to_string(*bounds.max_length) + " " + unit,
               text ? Reason::too_long : Reason::too_many, param("max", *bounds.max_length));
}

Any values_of(std::span<const std::string_view> values) {
    std::string all;
    for (const std::string_view value : values) all.append(all.empty() ? "" : ", ").append(value);
    return param("values", all);
}

[[noreturn]] void refuse_type(const std::string& path, const std::string& type) {
    refuse(path, "must be " + type, Reason::wrong_type, param("type", type));
}

std::string one_of(std::span<const std::string_view> values, std::string_view given = {}) {
    return not_one_of(given, {values.begin(), values.end()});
}

struct Sink {
    std::string& out;
    void write(const char* data, std::size_t size) { out.append(data, size); }
};

/// Writes a value again, its numbers as Writer does.
class Copy : public msgpack::object_pack_visitor<Sink> {
public:
    Copy(msgpack::packer<Sink>& packer, std::string& out) : object_pack_visitor(packer), out_(out) {}
    bool visit_float32(float value) { return visit_float64(value); }
    bool visit_float64(double value) {
        Writer(out_).number(value);
        return true;
    }

private:
    std::string& out_;
};

/// Where what is decoded comes from.
enum class From {
    wire,     ///< an answer, a header, a file
    request,  ///< somebody who wants something
    store,    ///< what was written at any time, by any version
};

/// Fills values of a shape from MessagePack, keeping the path for messages.
class Decoder {
public:
    /// Reads the whole. Of a request all fields that are not right are told at once.
    void read(const Shape& shape, void* to, const msgpack::object& from, const Bounds& bounds) {
        try {
            value(shape, to, from, bounds);
        } catch (Refused& refused) {
            refused_.push_back(std::move(refused));
        } catch (const Enough&) {
        }
        if (refused_.empty()) return;
        const Refused& first = refused_.front();
        if (!asked_) throw invalid(first.path, first.wanted);
        FieldErrors details{first.path, {}};
        for (Refused& one : refused_)
            details.errors.push_back({one.path, std::string(name_of(one.reason)), std::move(one.params)});
        throw Error(Code::invalid_argument, first.path + ": " + first.wanted, any_of(details));
    }

    explicit Decoder(From source, std::string path = {})
        : asked_(source == From::request), stored_(source == From::store), path_(std::move(path)) {}

    void value(const Shape& shape, void* to, const msgpack::object& from, const Bounds& given) {
        const Bounds& bounds = stored_ ? boundless : given;
        switch (shape.kind) {
            case Kind::boolean:
                if (from.type != msgpack::type::BOOLEAN) refuse_type(path_, "true or false");
                return shape.set_boolean(to, from.via.boolean);
            case Kind::integer:
                return integer(shape, to, from, bounds);
            case Kind::number:
                return number(shape, to, from, bounds);
            case Kind::text:
                return text(shape, to, from, bounds);
            case Kind::list:
                return list(shape, to, from, bounds);
            case Kind::optional:
                if (from.type == msgpack::type::NIL && !is_patch(shape)) return shape.clear(to);
                return value(*shape.element, shape.append(to), from, bounds);
            case Kind::record:
                return record(shape, to, from);
            case Kind::any:
                return any(shape, to, from);
        }
    }

private:
    struct Enough {};
    /// Of a request: what goes wrong in it is kept, and what comes after it is read all the same.
    template <class Read>
    void attempt(const Read& read) {
        constexpr std::size_t most = 50;
        if (!asked_) return read();
        try {
            read();
        } catch (Refused& refused) {
            refused_.push_back(std::move(refused));
            if (refused_.size() >= most) throw Enough{};
        }
    }

    [[noreturn]] void refuse_text(const Shape& shape, std::string_view given) const {
        if (!shape.values.empty())
            refuse(path_, one_of(shape.values, given), Reason::not_one_of, values_of(shape.values));
        const std::string form(shape.wanted);
        refuse(path_, "must be " + form, Reason::wrong_form, param("form", form));
    }

    void integer(const Shape& shape, void* to, const msgpack::object& from, const Bounds& bounds) {
        std::int64_t i = 0;
        if (from.type == msgpack::type::NEGATIVE_INTEGER) i = from.via.i64;
        else if (from.type == msgpack::type::POSITIVE_INTEGER && from.via.u64 <= INT64_MAX)
            i = static_cast<std::int64_t>(from.via.u64);
        else refuse_type(path_, "a whole number");
        check_number(static_cast<double>(i), bounds, path_);
        if (!shape.set_integer(to, i))
            refuse(path_, "is too large a number", Reason::wrong_form, param("form", std::string("a smaller number")));
    }

    void number(const Shape& shape, void* to, const msgpack::object& from, const Bounds& bounds) {
        double d = 0;
        if (from.type == msgpack::type::FLOAT64 || from.type == msgpack::type::FLOAT32) d = from.via.f64;
        else if (from.type == msgpack::type::POSITIVE_INTEGER) d = static_cast<double>(from.via.u64);
        else if (from.type == msgpack::type::NEGATIVE_INTEGER) d = static_cast<double>(from.via.i64);
        else refuse_type(path_, "a number");
        check_number(d, bounds, path_);
        shape.set_number(to, d);
    }

    void text(const Shape& shape, void* to, const msgpack::object& from, const Bounds& bounds) {
        if (from.type != msgpack::type::STR) {
            if (shape.values.empty()) refuse_type(path_, "text");
            refuse_text(shape, {});
        }
        const std::string_view text(from.via.str.ptr, from.via.str.size);
        if (asked_ && shape.free_text()) return asked_text(shape, to, text, bounds);
        if (!clean_text(text)) refuse(path_, "must be valid UTF-8 without NUL", Reason::unclean_text);
        // What has few bytes has few characters; and what was once taken by its bytes is not too short now.
        const bool few = static_cast<std::int64_t>(text.size()) <= bounds.max_length.value_or(INT64_MAX);
        check_length(few ? text.size() : characters_in(text), bounds, path_, "characters");
        if (!shape.set_text(to, text)) refuse_text(shape, text);
    }

    void asked_text(const Shape& shape, void* to, std::string_view given, const Bounds& bounds) {
        std::string room;
        const std::string_view text = kept(given, bounds.form, room);
        const TextLook look = look_at(text);
        if (look.utf8) {
            const bool nothing = text.empty() || (bounds.form != TextForm::verbatim && !look.seen && !look.unsound);
            if (nothing && bounds.min_length.value_or(0) > 0) refuse(path_, "must not be empty", Reason::empty);
            check_length(look.characters, bounds, path_, "characters");
        }
        if (const auto problem = problem_with(look, text, bounds.form); !problem.empty())
            refuse(path_, problem,
                   bounds.form == TextForm::email && look.utf8 ? Reason::wrong_form : Reason::unclean_text,
                   bounds.form == TextForm::email ? param("form", std::string("an e-mail address")) : Any{});
        shape.set_text(to, text);
    }

    void list(const Shape& shape, void* to, const msgpack::object& from, const Bounds& bounds) {
        shape.clear(to);
        if (from.type == msgpack::type::NIL) return;
        if (from.type != msgpack::type::ARRAY) refuse_type(path_, "a list");
        check_length(from.via.array.size, bounds, path_, "elements");
        const Bounds of_each = bounds_of_elements(*shape.element, bounds);
        for (std::uint32_t i = 0; i < from.via.array.size; ++i) {
            attempt([&] {
                const Step step(*this, "[" + std::to_string(i) + "]");
                value(*shape.element, shape.append(to), from.via.array.ptr[i], asked_ ? of_each : Bounds{});
            });
        }
    }

    static const msgpack::object* member(const msgpack::object& map, std::string_view name) {
        for (std::uint32_t i = 0; i < map.via.map.size && !name.empty(); ++i) {
            const auto& [key, content] = map.via.map.ptr[i];
            if (key.type == msgpack::type::STR && std::string_view(key.via.str.ptr, key.via.str.size) == name)
                return &content;
        }
        return nullptr;
    }

    void record(const Shape& shape, void* to, const msgpack::object& from) {
        if (from.type != msgpack::type::MAP) refuse_type(path_, "an object");
        const auto fields = shape.fields();
        for (std::size_t i = 0; i < fields.size(); ++i) attempt([&] { this->field(shape, i, to, from); });
    }

    void field(const Shape& shape, std::size_t i, void* to, const msgpack::object& from) {
        const FieldShape& field = shape.fields()[i];
        const msgpack::object* found = member(from, field.name);
        if (!found && stored_) found = member(from, field.old_name);
        const Step step(*this, (path_.empty() ? "" : ".") + std::string(field.name));
        if (field.part && found) return part(shape, i, to, *found);
        const bool required = asked_ ? is_required_of_request(field) : field.required() && !stored_;
        const bool may_be_null = is_patch(*field.shape) || (required && field.shape->kind != Kind::list);
        if (stored_ && found && field.formerly.texts) former(shape, field, to, *found);
        else if (found && !(found->type == msgpack::type::NIL && !may_be_null))
            value(*field.shape, member_of(field, to), *found, field.bounds);
        else if (required) refuse(path_, "is required", Reason::required);
    }

    /// A field that once held something else.
    void former(const Shape& record, const FieldShape& field, void* to, const msgpack::object& from) {
        const auto fields = record.fields();
        const auto kept = std::ranges::find(fields, field.formerly.kept_in, &FieldShape::name);
        if (kept == fields.end())
            throw std::logic_error(std::string(record.name) + " has no field " + std::string(field.formerly.kept_in));
        Any stored;
        copy(from, stored.bytes);
        const auto append = [](const FieldShape& one, void* whole, const std::string& text) {
            return one.shape->element->set_text(one.shape->append(member_of(one, whole)), text);
        };
        std::vector<std::string> read, rest;
        for (std::string& text : field.formerly.texts(stored))
            (append(field, to, text) ? read : rest).push_back(std::move(text));
        field.shape->clear(member_of(field, to));
        for (const std::string& text : read) append(field, to, text);
        for (const std::string& text : rest) append(*kept, to, text);
    }

    /// A field of which is kept whether it is said.
    void part(const Shape& shape, std::size_t i, void* to, const msgpack::object& from) {
        const FieldShape& field = shape.fields()[i];
        const bool null = from.type == msgpack::type::NIL;
        if (null && !field.nullable) refuse(path_, "must not be null: leave it out", Reason::not_null);
        shape.said(to) |= std::uint64_t{1} << i;
        if (null) field.shape->clear(member_of(field, to));
        else value(*field.shape, member_of(field, to), from, field.bounds);
    }

    void any(const Shape& shape, void* to, const msgpack::object& from) {
        std::string& bytes = shape.any(to);
        bytes.clear();
        if (from.type != msgpack::type::NIL) copy(from, bytes);
    }

    static void copy(const msgpack::object& from, std::string& bytes) {
        Sink sink{bytes};
        msgpack::packer<Sink> packer(sink);
        Copy copy(packer, bytes);
        msgpack::object_parser(from).parse(copy);
    }

    /// One step of the path, taken back at the end of its scope; an exception keeps it, since its message has it.
    struct Step {
        Step(Decoder& decoder, const std::string& step) : path(decoder.path_), length(path.size()) { path += step; }
        ~Step() { path.resize(length); }
        std::string& path;
        std::size_t length;
    };

    static constexpr Bounds boundless{};

    const bool asked_, stored_;
    std::string path_;
    std::vector<Refused> refused_;
};

}  // namespace

bool says(const Shape& shape, const void* record, std::size_t field) {
    return (shape.said(const_cast<void*>(record)) >> field & 1) != 0;
}

void encode(const Shape& shape, const void* value, std::string& bytes) {
    Writer out(bytes);
    switch (shape.kind) {
        case Kind::boolean:
            return out.boolean(shape.get_boolean(value));
        case Kind::integer:
            return out.integer(shape.get_integer(value));
        case Kind::number:
            return out.number(shape.get_number(value));
        case Kind::text: {
            std::string made;
            return out.text(shape.get_text(value, made));
        }
        case Kind::list:
            out.array(shape.size(value));
            for (std::size_t i = 0; i < shape.size(value); ++i) encode(*shape.element, shape.at(value, i), bytes);
            return;
        case Kind::optional:
            if (shape.size(value) == 0) return out.nil();
            return encode(*shape.element, shape.at(value, 0), bytes);
        case Kind::record:
            return encode_record(shape, value, out, bytes);
        case Kind::any:
            return out.raw(shape.any(const_cast<void*>(value)));
    }
}

void decode(const Shape& shape, void* value, std::string_view bytes) {
    const Unpacked from(bytes);
    Decoder(From::wire).read(shape, value, from.value(), {});
}

void decode_stored(const Shape& shape, void* value, std::string_view bytes) {
    const Unpacked from(bytes);
    Decoder(From::store).read(shape, value, from.value(), {});
}

namespace {

/// Made by the first that enters itself: the order in which sources are initialised is nobody's to say.
std::vector<const StoredType*>& entered() {
    static std::vector<const StoredType*> all;
    return all;
}

}  // namespace

StoredType::StoredType(std::string_view name, const Shape& (*shape)(), ReadAgain* read_again)
    : name_(name), shape_(shape), read_again_(read_again) {
    entered().push_back(this);
}
const std::vector<const StoredType*>& stored_types() { return entered(); }

void decode_request(const Shape& shape, void* value, std::string_view bytes) {
    const Unpacked from(bytes);
    Decoder(From::request).read(shape, value, from.value(), {});
}

void decode_request(const Shape& shape, void* value, std::string_view bytes, const Bounds& bounds,
                    const std::string& path) {
    const Unpacked from(bytes);
    Decoder(From::request, path).read(shape, value, from.value(), bounds);
}

namespace {

/// Goes into lists of records that kept their length, so that what changed in one element is told without the others.
void collect_changes(const Shape& shape, const void* before, const void* after, const std::string& path,
                     std::vector<Change>& changes) {
    for (const FieldShape& field : shape.fields()) {
        if (field.bounds.secret) continue;
        const Shape& type = *field.shape;
        const void *was = member_of(field, before), *is = member_of(field, after);
        Change change{.field = path + std::string(field.name), .before = {}, .after = {}};
        if (type.kind == Kind::list && type.element->kind == Kind::record && type.size(was) == type.size(is)) {
            for (std::size_t i = 0; i < type.size(is); ++i)
                collect_changes(*type.element, type.at(was, i), type.at(is, i),
                                change.field + '[' + std::to_string(i) + "].", changes);
            continue;
        }
        encode(type, was, change.before.bytes);
        encode(type, is, change.after.bytes);
        if (change.before != change.after) changes.push_back(std::move(change));
    }
}

}  // namespace

std::vector<Change> changes_between(const Shape& shape, const void* before, const void* after) {
    std::vector<Change> changes;
    collect_changes(shape, before, after, {}, changes);
    return changes;
}

void apply_patch(const Shape& shape, void* record, const Shape& patch_shape, const void* patch) {
    const auto targets = shape.fields();
    const auto fields = patch_shape.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const FieldShape& said = fields[i];
        if (said.name == "id" || said.name == "version") continue;
        const auto target = std::ranges::find(targets, said.name, &FieldShape::name);
        if (target == targets.end())
            throw std::logic_error(std::string(shape.name) + " has no field " + std::string(said.name));
        const void* value = member_of(said, patch);
        const bool nothing_said = said.part                        ? !says(patch_shape, patch, i)
                                  : said.shape->kind == Kind::list ? said.shape->size(value) == 0
                                                                   : absent(*said.shape, value);
        if (nothing_said) continue;
        std::string bytes;
        encode(*said.shape, value, bytes);
        decode(*target->shape, member_of(*target, record), bytes);
    }
}

void shapes::borrow(FieldShape& field, const Shape& lender) {
    const auto fields = lender.fields();
    const auto lent = std::ranges::find(fields, field.name, &FieldShape::name);
    if (lent == fields.end())
        throw std::logic_error(std::string(lender.name) + " has no field " + std::string(field.name));
    field.doc = lent->doc;
    field.bounds = lent->bounds;
    field.has_default |= lent->has_default;
}

}  // namespace rapport

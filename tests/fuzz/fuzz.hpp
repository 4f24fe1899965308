// SPDX-License-Identifier: MIT
#pragma once

// What the fuzz targets share. Each target is a function of bytes that must not fail, whatever they are; see run. With
// WUA_FUZZ_REPLAY a target is registered for the test that feeds it its corpus.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

#ifdef WUA_FUZZ_REPLAY
#define FUZZ_TARGET(name)                                                                                              \
    static int fuzz_##name(const std::uint8_t*, std::size_t);                                                          \
    static const bool is_##name##_known = fuzz::targets().emplace(#name, &fuzz_##name).second;                         \
    static int fuzz_##name([[maybe_unused]] const std::uint8_t* data, [[maybe_unused]] std::size_t size)
#else
#define FUZZ_TARGET(name) int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
#endif

namespace fuzz
{

// The targets of this program, by name.
inline auto& targets()
{
    static std::map<std::string, int (*)(const std::uint8_t*, std::size_t)> all;
    return all;
}

// Fails with the sentence unless `holds` is true.
inline void require(bool holds, const char* sentence, std::string_view what = {})
{
    if (!holds)
    {
#ifdef WUA_FUZZ_REPLAY
        throw std::logic_error(sentence + (": " + std::string(what)));
#else
        std::fprintf(stderr, "FAILED: %s: %.*s\n", sentence, static_cast<int>(what.size()), what.data());
        std::abort();
#endif
    }
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

// Takes values from the input; zeros when it is used up.
class input
{
public:
    input(const std::uint8_t* data, std::size_t size) : m_left(text_of(data, size)) {}

    bool is_empty() const noexcept
    {
        return m_left.empty();
    }

    template <class T>
    T take()
    {
        static_assert(std::is_trivially_copyable_v<T>);
        T value{};
        const std::size_t size = m_left.size() < sizeof value ? m_left.size() : sizeof value;
        if (size != 0) // an empty range may be a null pointer
        {
            std::memcpy(&value, m_left.data(), size);
        }
        m_left.remove_prefix(size);
        return value;
    }

    // From 0 to `most`, inclusive.
    std::size_t take_up_to(std::size_t most)
    {
        return take<std::uint16_t>() % (most + 1);
    }

    // Up to a zero, or to the end.
    std::string take_text()
    {
        const std::size_t end = m_left.find('\0');
        std::string text(m_left.substr(0, end));
        m_left.remove_prefix(end == std::string_view::npos ? m_left.size() : end + 1);
        return text;
    }

    std::string_view rest() const noexcept
    {
        return m_left;
    }

private:
    std::string_view m_left;
};

} // namespace fuzz

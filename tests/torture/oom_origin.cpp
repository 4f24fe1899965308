// SPDX-License-Identifier: MIT
// Finds callers by their addresses, and functions by this program's symbols.

#include "torture/oom_origin.hpp"

#include <elf.h>
#include <link.h>
#include <unwind.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

extern "C" const char __executable_start; // NOLINT

namespace
{

struct range
{
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
};

std::vector<range> s_own; // sorted
range s_libtorrent;

bool is_in_own(std::uintptr_t address) noexcept
{
    const auto next = std::upper_bound(
        s_own.begin(), s_own.end(), address, [](std::uintptr_t at, const range& each) { return at < each.begin; });
    return next != s_own.begin() && address < std::prev(next)->end;
}

int take_library(dl_phdr_info* library, std::size_t, void*) noexcept
{
    if (std::strstr(library->dlpi_name, "libtorrent-rasterbar") != nullptr)
    {
        for (int i = 0; i != library->dlpi_phnum; ++i)
        {
            const auto& part = library->dlpi_phdr[i];
            if (part.p_type == PT_LOAD && (part.p_flags & PF_X) != 0)
            {
                s_libtorrent = {library->dlpi_addr + part.p_vaddr, library->dlpi_addr + part.p_vaddr + part.p_memsz};
            }
        }
    }
    return 0;
}

_Unwind_Reason_Code look_at(_Unwind_Context* frame, void* is_own) noexcept
{
    const std::uintptr_t address = _Unwind_GetIP(frame) - 1; // the address of the call itself
    if (is_in_own(address))
    {
        *static_cast<bool*>(is_own) = true;
        return _URC_END_OF_STACK;
    }
    return address >= s_libtorrent.begin && address < s_libtorrent.end ? _URC_END_OF_STACK : _URC_NO_REASON;
}

} // namespace

void oom::read_own_functions()
{
    if (!s_own.empty())
    {
        return;
    }
    dl_iterate_phdr(&take_library, nullptr);
    std::ifstream file("/proc/self/exe", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto at = [&](std::size_t place, auto value) {
        if (place + sizeof value > text.size())
        {
            throw std::runtime_error("the program is short");
        }
        std::memcpy(&value, text.data() + place, sizeof value);
        return value;
    };
    const auto head = at(0, ElfW(Ehdr)());
    const std::uintptr_t base =
        head.e_type == ET_DYN ? reinterpret_cast<std::uintptr_t>(&__executable_start) : std::uintptr_t(0);
    const auto section = [&](std::size_t index) { return at(head.e_shoff + index * head.e_shentsize, ElfW(Shdr)()); };
    for (std::size_t i = 0; i != head.e_shnum; ++i)
    {
        const auto symbols = section(i);
        if (symbols.sh_type != SHT_SYMTAB)
        {
            continue;
        }
        const auto names = section(symbols.sh_link);
        for (std::size_t place = 0; place < symbols.sh_size; place += sizeof(ElfW(Sym)))
        {
            const auto symbol = at(symbols.sh_offset + place, ElfW(Sym)());
            const std::string_view name = text.data() + names.sh_offset + symbol.st_name;
            if (ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && name.find("3wua") != std::string_view::npos)
            {
                s_own.push_back({base + symbol.st_value, base + symbol.st_value + symbol.st_size});
            }
        }
    }
    std::sort(s_own.begin(), s_own.end(), [](const range& a, const range& b) { return a.begin < b.begin; });
    if (s_own.empty())
    {
        throw std::runtime_error("the program has no symbols");
    }
}

bool oom::is_own_allocation() noexcept
{
    bool is_own = false;
    _Unwind_Backtrace(&look_at, &is_own);
    return is_own;
}

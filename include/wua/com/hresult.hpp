// SPDX-License-Identifier: MIT
#pragma once

// HRESULT: COM's result codes with their names and meanings, and the exception that carries one.

#include <wua/com/abi.hpp>
#include <wua/com/array_view.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace wua
{

/// The HRESULT with these 32 bits, written as the documentation writes them: make_hresult(0x80004003).
constexpr HRESULT make_hresult(std::uint32_t bits) noexcept
{
    return static_cast<HRESULT>(bits);
}

inline constexpr HRESULT s_ok = 0;
inline constexpr HRESULT s_false = 1;

inline constexpr HRESULT e_notimpl = make_hresult(0x80004001);
inline constexpr HRESULT e_nointerface = make_hresult(0x80004002);
inline constexpr HRESULT e_pointer = make_hresult(0x80004003);
inline constexpr HRESULT e_abort = make_hresult(0x80004004);
inline constexpr HRESULT e_fail = make_hresult(0x80004005);
inline constexpr HRESULT e_pending = make_hresult(0x8000000A);
inline constexpr HRESULT e_bounds = make_hresult(0x8000000B);
inline constexpr HRESULT e_changed_state = make_hresult(0x8000000C);
inline constexpr HRESULT e_illegal_method_call = make_hresult(0x8000000E);
inline constexpr HRESULT e_unexpected = make_hresult(0x8000FFFF);
inline constexpr HRESULT e_accessdenied = make_hresult(0x80070005);
inline constexpr HRESULT e_handle = make_hresult(0x80070006);
inline constexpr HRESULT e_outofmemory = make_hresult(0x8007000E);
inline constexpr HRESULT e_invalidarg = make_hresult(0x80070057);

inline constexpr HRESULT disp_e_unknowninterface = make_hresult(0x80020001);
inline constexpr HRESULT disp_e_membernotfound = make_hresult(0x80020003);
inline constexpr HRESULT disp_e_paramnotfound = make_hresult(0x80020004);
inline constexpr HRESULT disp_e_typemismatch = make_hresult(0x80020005);
inline constexpr HRESULT disp_e_unknownname = make_hresult(0x80020006);
inline constexpr HRESULT disp_e_nonamedargs = make_hresult(0x80020007);
inline constexpr HRESULT disp_e_badvartype = make_hresult(0x80020008);
inline constexpr HRESULT disp_e_exception = make_hresult(0x80020009);
inline constexpr HRESULT disp_e_overflow = make_hresult(0x8002000A);
inline constexpr HRESULT disp_e_badindex = make_hresult(0x8002000B);
inline constexpr HRESULT disp_e_unknownlcid = make_hresult(0x8002000C);
inline constexpr HRESULT disp_e_arrayislocked = make_hresult(0x8002000D);
inline constexpr HRESULT disp_e_badparamcount = make_hresult(0x8002000E);
inline constexpr HRESULT disp_e_paramnotoptional = make_hresult(0x8002000F);
inline constexpr HRESULT disp_e_badcallee = make_hresult(0x80020010);
inline constexpr HRESULT disp_e_notacollection = make_hresult(0x80020011);
inline constexpr HRESULT disp_e_divbyzero = make_hresult(0x80020012);
inline constexpr HRESULT disp_e_buffertoosmall = make_hresult(0x80020013);
inline constexpr HRESULT type_e_elementnotfound = make_hresult(0x8002802B);

inline constexpr HRESULT stg_e_pathnotfound = make_hresult(0x80030003);
inline constexpr HRESULT ole_e_blank = make_hresult(0x80040007);
inline constexpr HRESULT class_e_noaggregation = make_hresult(0x80040110);
inline constexpr HRESULT class_e_classnotavailable = make_hresult(0x80040111);
inline constexpr HRESULT regdb_e_classnotreg = make_hresult(0x80040154);
inline constexpr HRESULT co_e_notinitialized = make_hresult(0x800401F0);
inline constexpr HRESULT co_e_alreadyinitialized = make_hresult(0x800401F1);
inline constexpr HRESULT co_e_classstring = make_hresult(0x800401F3);
inline constexpr HRESULT co_e_objnotreg = make_hresult(0x800401FB);
inline constexpr HRESULT co_e_objnotconnected = make_hresult(0x800401FD);
inline constexpr HRESULT rpc_e_disconnected = make_hresult(0x80010108);
inline constexpr HRESULT rpc_e_changed_mode = make_hresult(0x80010106);
inline constexpr HRESULT rpc_e_wrong_thread = make_hresult(0x8001010E);

constexpr bool succeeded(HRESULT code) noexcept
{
    return code >= 0;
}

constexpr bool failed(HRESULT code) noexcept
{
    return code < 0;
}

/// The HRESULT of a Win32 error code; zero is success, and a value that is already an HRESULT stays as it is.
constexpr HRESULT hresult_from_win32(std::uint32_t code) noexcept
{
    return code == 0 || (code & 0x80000000u) != 0 ? make_hresult(code) : make_hresult((code & 0xFFFFu) | 0x80070000u);
}

/// One row of a table of codes. Name and meaning refer to zero-terminated text that lives as long as the program.
struct hresult_info
{
    HRESULT value;
    std::string_view name;
    std::string_view meaning;
};

// The literals of the tables carry their length; otherwise compilers would count the characters anew in each program.
using std::string_view_literals::operator""sv;

inline constexpr hresult_info com_codes[] = {
    {s_ok, "S_OK"sv, "the operation succeeded"sv},
    {s_false, "S_FALSE"sv, "the operation succeeded with a negative or partial answer"sv},
    {e_notimpl, "E_NOTIMPL"sv, "not implemented"sv},
    {e_nointerface, "E_NOINTERFACE"sv, "the object does not have this interface"sv},
    {e_pointer, "E_POINTER"sv, "a pointer that must not be null is null"sv},
    {e_abort, "E_ABORT"sv, "the operation was aborted"sv},
    {e_fail, "E_FAIL"sv, "unspecified failure"sv},
    {e_pending, "E_PENDING"sv, "the data is not available yet"sv},
    {e_bounds, "E_BOUNDS"sv, "an index or a range is out of bounds"sv},
    {e_changed_state, "E_CHANGED_STATE"sv, "the object changed while it was being read"sv},
    {e_illegal_method_call, "E_ILLEGAL_METHOD_CALL"sv, "the method may not be called at this time"sv},
    {e_unexpected, "E_UNEXPECTED"sv, "unexpected failure"sv},
    {e_accessdenied, "E_ACCESSDENIED"sv, "access denied"sv},
    {e_handle, "E_HANDLE"sv, "invalid handle"sv},
    {e_outofmemory, "E_OUTOFMEMORY"sv, "out of memory"sv},
    {e_invalidarg, "E_INVALIDARG"sv, "an argument is invalid"sv},
    {disp_e_unknowninterface, "DISP_E_UNKNOWNINTERFACE"sv, "the reserved IID of a late-bound call is not null"sv},
    {disp_e_membernotfound, "DISP_E_MEMBERNOTFOUND"sv,
     "the object has no such member, or not for this kind of access"sv},
    {disp_e_paramnotfound, "DISP_E_PARAMNOTFOUND"sv, "a parameter is missing"sv},
    {disp_e_typemismatch, "DISP_E_TYPEMISMATCH"sv, "a value is of the wrong type"sv},
    {disp_e_unknownname, "DISP_E_UNKNOWNNAME"sv, "the object has no member of this name"sv},
    {disp_e_nonamedargs, "DISP_E_NONAMEDARGS"sv, "named arguments are not supported"sv},
    {disp_e_badvartype, "DISP_E_BADVARTYPE"sv, "a VARIANT holds a type that is not supported here"sv},
    {disp_e_exception, "DISP_E_EXCEPTION"sv, "the member failed; the exception record tells why"sv},
    {disp_e_overflow, "DISP_E_OVERFLOW"sv, "a value is out of the range of its type"sv},
    {disp_e_badindex, "DISP_E_BADINDEX"sv, "invalid index"sv},
    {disp_e_unknownlcid, "DISP_E_UNKNOWNLCID"sv, "unknown locale"sv},
    {disp_e_arrayislocked, "DISP_E_ARRAYISLOCKED"sv, "the array is locked"sv},
    {disp_e_badparamcount, "DISP_E_BADPARAMCOUNT"sv, "wrong number of arguments"sv},
    {disp_e_paramnotoptional, "DISP_E_PARAMNOTOPTIONAL"sv, "a parameter that is not optional is missing"sv},
    {disp_e_badcallee, "DISP_E_BADCALLEE"sv, "invalid callee"sv},
    {disp_e_notacollection, "DISP_E_NOTACOLLECTION"sv, "the object is not a collection"sv},
    {disp_e_divbyzero, "DISP_E_DIVBYZERO"sv, "division by zero"sv},
    {disp_e_buffertoosmall, "DISP_E_BUFFERTOOSMALL"sv, "the buffer is too small"sv},
    {type_e_elementnotfound, "TYPE_E_ELEMENTNOTFOUND"sv, "the element was not found"sv},
    {stg_e_pathnotfound, "STG_E_PATHNOTFOUND"sv, "the path was not found"sv},
    {ole_e_blank, "OLE_E_BLANK"sv, "the object has not been initialised"sv},
    {class_e_noaggregation, "CLASS_E_NOAGGREGATION"sv, "the class cannot be aggregated"sv},
    {class_e_classnotavailable, "CLASS_E_CLASSNOTAVAILABLE"sv, "the class is not available here"sv},
    {regdb_e_classnotreg, "REGDB_E_CLASSNOTREG"sv, "the class is not registered"sv},
    {co_e_notinitialized, "CO_E_NOTINITIALIZED"sv, "COM has not been initialised on this thread"sv},
    {co_e_alreadyinitialized, "CO_E_ALREADYINITIALIZED"sv, "COM is initialised already"sv},
    {co_e_classstring, "CO_E_CLASSSTRING"sv, "invalid class name"sv},
    {co_e_objnotreg, "CO_E_OBJNOTREG"sv, "the object is not registered"sv},
    {co_e_objnotconnected, "CO_E_OBJNOTCONNECTED"sv, "the object is not connected"sv},
    {rpc_e_disconnected, "RPC_E_DISCONNECTED"sv, "the object has disconnected from its clients"sv},
    {rpc_e_changed_mode, "RPC_E_CHANGED_MODE"sv, "the threading mode cannot be changed"sv},
    {rpc_e_wrong_thread, "RPC_E_WRONG_THREAD"sv, "called on the wrong thread"sv},
};

/// The row of `table` for this code; null when there is none.
constexpr const hresult_info* find_code(detail::array_view<hresult_info> table, HRESULT code) noexcept
{
    for (const hresult_info& row : table)
    {
        if (row.value == code)
        {
            return &row;
        }
    }
    return nullptr;
}

namespace detail
{

// Looks up codes beyond com_codes. Set before main() by <wua/wuapi/errors.hpp>, if that is included.
using code_describer = const hresult_info* (*)(HRESULT code) noexcept;
inline constinit code_describer describe_more = nullptr;

} // namespace detail

/// A failure on its way to the ABI boundary, where it becomes its HRESULT. Copying it never throws.
class hresult_error : public std::exception
{
public:
    explicit hresult_error(HRESULT code) noexcept;

    /// The text is dropped if there is no memory for it.
    hresult_error(HRESULT code, std::string text) noexcept;

    HRESULT code() const noexcept
    {
        return m_code;
    }

    /// The given text; or the name of the code and its meaning, "E_ABORT: the operation was aborted"; or the digits of
    /// an unknown code.
    WUA_INLINE const char* what() const noexcept override;

    /// The given text; empty when there was none.
    std::string_view text() const noexcept
    {
        return m_text != nullptr ? std::string_view(*m_text) : std::string_view();
    }

private:
    HRESULT m_code;
    char m_code_text[200];
    detail::shared_handle<const std::string> m_text; // shared, because copying an exception must not throw
};

void throw_if_failed(HRESULT code);

/// Returns a success code, which may be other than S_OK; throws a failure.
HRESULT check(HRESULT code);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/hresult.ipp>
#endif

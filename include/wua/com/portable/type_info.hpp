// SPDX-License-Identifier: MIT
#pragma once

// Type information as Windows declares it, where there is no Windows: what a late-bound caller asks of an object's
// interface before it calls.

#include <wua/com/abi.hpp>
#include <wua/com/guid.hpp>

#include <cstdint>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"

namespace wua
{

using MEMBERID = DISPID;
using HREFTYPE = DWORD;

enum TYPEKIND
{
    TKIND_ENUM = 0,
    TKIND_RECORD = 1,
    TKIND_MODULE = 2,
    TKIND_INTERFACE = 3,
    TKIND_DISPATCH = 4,
    TKIND_COCLASS = 5,
    TKIND_ALIAS = 6,
    TKIND_UNION = 7,
};

enum FUNCKIND
{
    FUNC_VIRTUAL = 0,
    FUNC_PUREVIRTUAL = 1,
    FUNC_NONVIRTUAL = 2,
    FUNC_STATIC = 3,
    FUNC_DISPATCH = 4,
};

enum INVOKEKIND
{
    INVOKE_FUNC = 1,
    INVOKE_PROPERTYGET = 2,
    INVOKE_PROPERTYPUT = 4,
    INVOKE_PROPERTYPUTREF = 8,
};

enum CALLCONV
{
    CC_STDCALL = 4,
};

enum DESCKIND
{
    DESCKIND_NONE = 0,
    DESCKIND_FUNCDESC = 1,
};

struct ARRAYDESC;

struct TYPEDESC
{
    union
    {
        TYPEDESC* lptdesc;
        ARRAYDESC* lpadesc;
        HREFTYPE hreftype;
    };
    VARTYPE vt;
};

struct PARAMDESC
{
    void* pparamdescex;
    USHORT wParamFlags;
};

struct IDLDESC
{
    std::uintptr_t dwReserved;
    USHORT wIDLFlags;
};

struct ELEMDESC
{
    TYPEDESC tdesc;
    union
    {
        IDLDESC idldesc;
        PARAMDESC paramdesc;
    };
};

inline constexpr USHORT PARAMFLAG_FIN = 0x1;
inline constexpr WORD FUNCFLAG_FRESTRICTED = 0x1;
inline constexpr WORD TYPEFLAG_FDUAL = 0x40;
inline constexpr WORD TYPEFLAG_FNONEXTENSIBLE = 0x80;
inline constexpr WORD TYPEFLAG_FOLEAUTOMATION = 0x100;
inline constexpr WORD TYPEFLAG_FDISPATCHABLE = 0x1000;
inline constexpr INT IMPLTYPEFLAG_FDEFAULT = 0x1;

struct TYPEATTR
{
    GUID guid;
    LCID lcid;
    DWORD dwReserved;
    MEMBERID memidConstructor;
    MEMBERID memidDestructor;
    LPOLESTR lpstrSchema;
    ULONG cbSizeInstance;
    TYPEKIND typekind;
    WORD cFuncs;
    WORD cVars;
    WORD cImplTypes;
    WORD cbSizeVft;
    WORD cbAlignment;
    WORD wTypeFlags;
    WORD wMajorVerNum;
    WORD wMinorVerNum;
    TYPEDESC tdescAlias;
    IDLDESC idldescType;
};

struct FUNCDESC
{
    MEMBERID memid;
    SCODE* lprgscode;
    ELEMDESC* lprgelemdescParam;
    FUNCKIND funckind;
    INVOKEKIND invkind;
    CALLCONV callconv;
    SHORT cParams;
    SHORT cParamsOpt;
    SHORT oVft;
    SHORT cScodes;
    ELEMDESC elemdescFunc;
    WORD wFuncFlags;
};

struct VARDESC;
struct ITypeComp;
struct ITypeLib;

struct ITypeInfo : IUnknown
{
    virtual HRESULT WUA_STDCALL GetTypeAttr(TYPEATTR** attributes) = 0;
    virtual HRESULT WUA_STDCALL GetTypeComp(ITypeComp** compiler) = 0;
    virtual HRESULT WUA_STDCALL GetFuncDesc(UINT index, FUNCDESC** function) = 0;
    virtual HRESULT WUA_STDCALL GetVarDesc(UINT index, VARDESC** variable) = 0;
    virtual HRESULT WUA_STDCALL GetNames(MEMBERID member, BSTR* names, UINT count, UINT* written) = 0;
    virtual HRESULT WUA_STDCALL GetRefTypeOfImplType(UINT index, HREFTYPE* reference) = 0;
    virtual HRESULT WUA_STDCALL GetImplTypeFlags(UINT index, INT* flags) = 0;
    virtual HRESULT WUA_STDCALL GetIDsOfNames(LPOLESTR* names, UINT count, MEMBERID* ids) = 0;
    virtual HRESULT WUA_STDCALL Invoke(void* instance, MEMBERID member, WORD flags, DISPPARAMS* parameters,
                                       VARIANT* result, EXCEPINFO* record, UINT* bad_index) = 0;
    virtual HRESULT WUA_STDCALL GetDocumentation(MEMBERID member, BSTR* name, BSTR* words, DWORD* context,
                                                 BSTR* file) = 0;
    virtual HRESULT WUA_STDCALL GetDllEntry(MEMBERID member, INVOKEKIND kind, BSTR* dll, BSTR* name, WORD* ordinal) = 0;
    virtual HRESULT WUA_STDCALL GetRefTypeInfo(HREFTYPE reference, ITypeInfo** information) = 0;
    virtual HRESULT WUA_STDCALL AddressOfMember(MEMBERID member, INVOKEKIND kind, void** address) = 0;
    virtual HRESULT WUA_STDCALL CreateInstance(IUnknown* outer, REFIID iid, void** object) = 0;
    virtual HRESULT WUA_STDCALL GetMops(MEMBERID member, BSTR* mops) = 0;
    virtual HRESULT WUA_STDCALL GetContainingTypeLib(ITypeLib** library, UINT* index) = 0;
    virtual void WUA_STDCALL ReleaseTypeAttr(TYPEATTR* attributes) = 0;
    virtual void WUA_STDCALL ReleaseFuncDesc(FUNCDESC* function) = 0;
    virtual void WUA_STDCALL ReleaseVarDesc(VARDESC* variable) = 0;

protected:
    ~ITypeInfo() = default;
};

template <>
inline constexpr guid iid_of<ITypeInfo> = "00020401-0000-0000-c000-000000000046"_guid;

struct IProvideClassInfo : IUnknown
{
    virtual HRESULT WUA_STDCALL GetClassInfo(ITypeInfo** information) = 0;

protected:
    ~IProvideClassInfo() = default;
};

template <>
inline constexpr guid iid_of<IProvideClassInfo> = "b196b283-bab4-101a-b69c-00aa00341d07"_guid;

} // namespace wua

#pragma GCC diagnostic pop

# plantproof_module(NAME HEADERS ... SOURCES ... [PUBLIC ...] [PRIVATE ...])
#
# A module is a static library with an include directory of its own, so an arrow that the module does not name cannot be
# walked: the include does not compile. PUBLIC are the modules and libraries that its headers need, PRIVATE what only its
# sources need.
function(plantproof_module name)
  cmake_parse_arguments(PARSE_ARGV 1 module "" "" "HEADERS;SOURCES;PUBLIC;PRIVATE")
  add_library(plantproof_${name} STATIC ${module_SOURCES})
  add_library(plantproof::${name} ALIAS plantproof_${name})
  target_sources(plantproof_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${module_HEADERS})
  target_link_libraries(plantproof_${name} PUBLIC ${module_PUBLIC} PRIVATE ${module_PRIVATE} plantproof_warnings)
endfunction()

add_library(plantproof_warnings INTERFACE)
target_compile_options(plantproof_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wdouble-promotion -Wimplicit-fallthrough -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # GCC 12 raises both inside library templates (its bug 105651)
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
if(CMAKE_UNITY_BUILD)
  target_compile_options(plantproof_warnings INTERFACE -Wno-subobject-linkage)  # raised where a source is no longer the main file
endif()

if(PLANTPROOF_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(PLANTPROOF_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# plantproof_embed(TARGET NAMESPACE FUNCTION FILES...)
#
# Compiles text files into TARGET: FUNCTION() in NAMESPACE returns them as {name, text}, so the program finds its packs
# and scenarios wherever it is started.
function(plantproof_embed target namespace function)
  set(entries "")
  foreach(file IN LISTS ARGN)
    get_filename_component(path "${file}" ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" text)
    string(APPEND entries "    {\"${file}\", R\"embedded(${text})embedded\"},\n")
  endforeach()
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp")
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT
"#include \"core/embedded_file.hpp\"

namespace plantproof::@namespace@ {

std::span<const core::EmbeddedFile> @function@() {
  static constexpr core::EmbeddedFile kFiles[] = {
@entries@  };
  return kFiles;
}

}  // namespace plantproof::@namespace@
")
  target_sources(${target} PRIVATE "${source}")
endfunction()

import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The web component: one file that registers itself. */
const component: UserConfig = {
  build: {
    outDir: at('dist'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    lib: { entry: at('src/index.ts'), formats: ['es'], fileName: () => 'patchbay-hub.js' },
    rolldownOptions: { output: { minify: true } },
  },
};

/** The React wrapper; React and the component stay outside. */
const react: UserConfig = {
  build: {
    outDir: at('dist'),
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: at('src/react.tsx'), formats: ['es'], fileName: () => 'react.js' },
    rolldownOptions: {
      external: [/^react/, at('src/patchbay-hub.ts')],
      output: { banner: "'use client';", paths: { [at('src/patchbay-hub.ts')]: './patchbay-hub.js' } },
    },
  },
};

/** The hosted link page. Its files lie side by side, so it works under any path. */
const link: UserConfig = {
  root: at('src/link-page'),
  base: './',
  build: {
    outDir: at('dist'),
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: at('src/link-page/link.html'),
      output: { entryFileNames: 'link.js', chunkFileNames: 'link-[name].js', assetFileNames: '[name][extname]' },
    },
  },
};

/** The pages of `examples/`, with the hub from its source. */
const examples = async (): Promise<UserConfig> => ({
  root: at('examples'),
  base: './',
  resolve: {
    alias: { '@patchbay/hub/react': at('src/react.tsx'), '@patchbay/hub': at('src/index.ts') },
  },
  plugins: [(await import('@sveltejs/vite-plugin-svelte')).svelte({ configFile: false })],
  build: {
    outDir: at('dist/examples'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: ['plain', 'react', 'vue', 'svelte'].map((name) => at(`examples/${name}/index.html`)) },
  },
});

export default defineConfig(({ mode }) => (mode === 'examples' ? examples() : ({ react, link }[mode] ?? component)));

// Photos of a case in a dialog: zoom, rotate, next; papers are downloaded.

import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons';
import { t } from '../words';

export interface Photo {
  upload: string;
  name: string;
}

export class Photos {
  private list: Photo[] = [];
  private at = 0;
  private zoom = 1;
  private turns = 0;
  private isOpen = false;

  constructor(private readonly update: () => void) {}

  open(list: Photo[], upload: string): void {
    this.list = list;
    this.show(Math.max(0, list.findIndex((photo) => photo.upload === upload)));
    this.isOpen = true;
  }

  private show(at: number): void {
    this.at = at;
    this.zoom = 1;
    this.turns = 0;
    this.update();
  }

  private step(by: number): void {
    if (this.list.length > 1) this.show((this.at + by + this.list.length) % this.list.length);
  }

  private scale(by: number): void {
    this.zoom = Math.min(6, Math.max(1, this.zoom * by));
    this.update();
  }

  private onKey(event: KeyboardEvent): void {
    const act: Record<string, () => void> = {
      ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1),
      '+': () => this.scale(1.4), '=': () => this.scale(1.4), '-': () => this.scale(1 / 1.4),
      r: () => this.rotate(),
    };
    const found = act[event.key];
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    found();
  }

  private rotate(): void {
    this.turns = (this.turns + 1) % 4;
    this.update();
  }

  render(): TemplateResult | typeof nothing {
    const photo = this.list[this.at];
    if (!photo) return nothing;
    const tool = (name: Parameters<typeof icon>[0], label: string, act: () => void) =>
      html`<button class="tool" aria-label=${label} title=${label} @click=${act}>${icon(name)}</button>`;
    return html`<wa-dialog class="photos" label=${photo.name} ?open=${this.isOpen} light-dismiss
        @keydown=${(event: KeyboardEvent) => this.onKey(event)}
        @wa-hide=${() => { this.isOpen = false; this.update(); }}>
      <div class="stage" tabindex="0">
        <img src="api/files/${photo.upload}" alt=${photo.name} class="turn-${this.turns} zoom-${Math.round(this.zoom * 10)}"
          @load=${(event: Event) => this.fit(event.target as HTMLImageElement)}
          .style=${`transform: rotate(${this.turns * 90}deg) scale(${this.zoom})`}>
      </div>
      <div class="tools" slot="footer">
        ${this.list.length > 1 ? tool('left', t('previous'), () => this.step(-1)) : nothing}
        <span class="count">${this.at + 1} / ${this.list.length}</span>
        ${this.list.length > 1 ? tool('right', t('next'), () => this.step(1)) : nothing}
        <span class="gap"></span>
        ${tool('plus', t('zoom_in'), () => this.scale(1.4))}
        <button class="tool" aria-label=${t('zoom_out')} title=${t('zoom_out')} @click=${() => this.scale(1 / 1.4)}>−</button>
        ${tool('turn', t('rotate'), () => this.rotate())}
        <a class="tool" href="api/files/${photo.upload}" download aria-label=${t('download')} title=${t('download')}>${icon('file')}</a>
      </div>
    </wa-dialog>`;
  }

  private fit(image: HTMLImageElement): void {
    image.classList.add('loaded');
  }
}
